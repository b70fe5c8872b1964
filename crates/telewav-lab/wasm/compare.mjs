// Compares prompts by WebAssembly, or by another processor, with those of the native program.
//   node compare.mjs MODULE.wasm REPORT.json
//   node compare.mjs OTHER.json REPORT.json
// REPORT.json is what `telewav convert --output-format json` printed; so is OTHER.json, elsewhere. By the module, each of its recordings is converted again.
// Each has to give the same octets, or the same error in the same words; exit code 1 if one does not.
import { readFileSync } from "node:fs";

const [otherPath, reportPath] = process.argv.slice(2);
const report = JSON.parse(readFileSync(reportPath, "utf8"));
const others = otherPath.endsWith(".wasm") ? byModule(otherPath) : byReport(otherPath);

/** What gives, for a result of the report, the octets of the prompt or the text of the error. */
function byModule(path) {
  const module = new WebAssembly.Module(readFileSync(path));
  return (result) => {
    try {
      return convert(module, readFileSync(result.input));
    } catch (trap) {
      return { message: `trap: ${trap.message}` };
    }
  };
}

function byReport(path) {
  const results = JSON.parse(readFileSync(path, "utf8")).results;
  const byInput = new Map(results.map((result) => [result.input, result]));
  return (result) => written(byInput.get(result.input));
}

/** What has come of a recording by a report. */
function written(result) {
  // Without an error, what has failed has findings.
  const message = result.error?.message ?? (result.status === "failed" ? "the prompt has findings" : undefined);
  return message ? { message } : { octets: readFileSync(result.output) };
}

function convert(module, recording) {
  // An instance for each: one that has trapped is of no use to the next.
  const wasm = new WebAssembly.Instance(module).exports;
  // `memory.buffer` is another one after each growth, so it is asked for last.
  const room = wasm.room(recording.length);
  new Uint8Array(wasm.memory.buffer, room, recording.length).set(recording);
  const status = wasm.convert();
  const [at, length] = [wasm.octets(), wasm.len()];
  const octets = Buffer.from(new Uint8Array(wasm.memory.buffer, at, length));
  return status === 0 ? { octets } : { message: octets.toString() };
}

/** Codecs that telewav decodes by instructions that not every processor has; see "The same octets" in docs/sound.md. */
const BY_PROCESSOR = ["AAC", "Vorbis", "Opus"];
/** So many of a million of their octets may be one step of A-law off. */
const MOST_PER_MILLION = 10;

/** The step of an A-law octet, from -128 to 127. */
function step(octet) {
  const magnitude = (octet ^ 0x55) & 0x7f;
  return (octet ^ 0x55) & 0x80 ? magnitude : -1 - magnitude;
}

let [same, nOctets, nOff, failed] = [0, 0, 0, 0];

/** What is wrong with a recording, or "". */
function fault(result) {
  const [native, ours] = [written(result), others(result)];
  if (!native.octets || !ours.octets) {
    // A decoder's panic is that file's error natively; as it is built here, it ends the instance.
    const isPanic = result.error?.kind === "decoder-panicked" && ours.message?.startsWith("trap: ");
    // The command line names its options behind the words of the library.
    if ((ours.message && native.message?.startsWith(ours.message)) || isPanic) {
      same += 1;
      return "";
    }
    return `natively: ${native.message ?? "a prompt"}; here: ${ours.message ?? "a prompt"}`;
  }
  nOctets += native.octets.length;
  if (native.octets.length !== ours.octets.length) return `${native.octets.length} octets natively, ${ours.octets.length} here`;
  const off = [...native.octets.keys()].filter((i) => native.octets[i] !== ours.octets[i]);
  if (off.length === 0) {
    same += 1;
    return "";
  }
  const isByProcessor = BY_PROCESSOR.includes(result.source.format.codec);
  if (!isByProcessor || off.some((i) => Math.abs(step(native.octets[i]) - step(ours.octets[i])) > 1)) {
    return `${off.length} of ${native.octets.length} octets are others, the first at ${off[0]}`;
  }
  nOff += off.length;
  return "";
}

for (const result of report.results) {
  const text = fault(result);
  if (text) {
    failed += 1;
    console.log(`${result.input}: ${text}`);
  }
}
const most = Math.max(1, Math.floor((MOST_PER_MILLION * nOctets) / 1e6));
console.log(`${report.results.length} recordings: ${same} octet for octet as natively; in the others, ${nOff} of ${nOctets} octets are one step off`);
if (nOff > most) console.log(`at most ${most} may be`);
process.exit(failed === 0 && nOff <= most && report.results.length > 0 ? 0 : 1);
