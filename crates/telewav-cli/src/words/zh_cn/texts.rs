//! The help in Chinese: a text for each command, argument and value, and for the words that clap brings.

/// What stands behind the help of telewav and of each command.
pub const EXIT_CODES: &str = "\
退出码：
  0    所有文件都合格
  1    至少有一个文件失败，或有错误级别的问题
  2    无法运行：用法或平台配置有误，没有可处理的文件，或报告无处可写
  130  被 Ctrl-C 中断；已写出的文件都是完整的";

/// Before the list of limits.
pub const LIMITS: &str = "修改对单个文件的一项限制；可以重复。\n\n各项限制：";

/// What each limit is for.
pub const LIMIT: [(&str, &str); 7] = [
    ("min_rate_hz", "最低采样率，Hz"),
    ("max_rate_hz", "最高采样率，Hz"),
    ("max_channels", "最多声道数"),
    ("max_packet_frames", "最长的数据包，帧"),
    ("max_input_s", "最长的录音，秒"),
    ("max_memory_bytes", "处理一个文件的内存，字节"),
    ("max_time_s", "处理一个文件的时间，秒"),
];

/// What is behind the list of profiles.
pub const PROFILES: &str = "\
telewav profiles NAME 完整显示其中一个，带每项限制的出处；把它存成 .toml 文件再改，
或在自己的文件里继承它（extends = \"NAME\"）。
";

/// What a manual page says of telewav.toml.
pub const CONFIGURATION: &str = "保存选项，免得每次都敲：键就是选项的名字。从运行 telewav 的地方往上，读最近的一个。--show-settings 显示哪些来自它。";

/// A progress bar, as indicatif takes it.
pub const PROGRESS: &str = "{bar:32} {pos}/{len} 个文件，剩余 {eta}";

/// Words of clap, and the headings of our own.
pub const WORDS: &[(&str, &str)] = &[
    ("Usage: ", "用法："),
    // With a colour that ends behind the colon.
    ("Usage:", "用法："),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Input:", "输入："),
    ("Sound:", "声音："),
    ("Rules:", "规则："),
    ("Report:", "报告："),
    ("Configuration:", "配置："),
    ("[OPTIONS]", "[选项]"),
    ("[default: ", "[默认："),
    // Where a line ends behind the colon.
    ("[default:", "[默认："),
    ("[possible values: ", "[可选值："),
    ("Possible values:", "可选值："),
];

/// Headings of manual pages.
pub const MANUAL: &[(&str, &str)] = &[
    (".SH NAME", ".SH 名称"),
    (".SH SYNOPSIS", ".SH 用法"),
    (".SH DESCRIPTION", ".SH 说明"),
    (".SH OPTIONS", ".SH 选项"),
    (".SH SUBCOMMANDS", ".SH 命令"),
    (".SH INPUT", ".SH 输入"),
    (".SH SOUND", ".SH 声音"),
    (".SH RULES", ".SH 规则"),
    (".SH REPORT", ".SH 报告"),
    (".SH CONFIGURATION", ".SH 配置"),
    (".SH \"EXIT STATUS\"", ".SH 退出状态"),
    (".SH FILES", ".SH 文件"),
    (".SH \"SEE ALSO\"", ".SH 参见"),
    ("telewav manual", "telewav 手册"),
];

/// What telewav is, and each of its commands.
pub const COMMANDS: &[(&str, &str)] = &[
    (
        "telewav",
        "把任意格式的录音转换成电话平台要求的放音文件（WAV），并在上传之前证明平台会收下它们。",
    ),
    (
        "convert",
        "转换录音，保持目录结构，修正文件名，并检查转换结果",
    ),
    ("check", "说出平台会拒收什么、为什么；不改动任何文件"),
    ("refs", "检查 API 请求里引用的放音文件：有没有，合不合格"),
    (
        "fix",
        "修复不必动声音就能修的问题：文件头、多余的块、文件名",
    ),
    ("inspect", "列出文件的全部信息：容器、块、编码、电平"),
    (
        "silence",
        "生成一段静音放音文件；有的平台用它关掉某个提示音",
    ),
    ("profiles", "列出已知平台，或完整显示其中一个及其出处"),
    ("explain", "解释一条规则：查什么、为什么、举例、怎么改"),
    ("completions", "生成 shell 补全脚本"),
    (
        "man",
        "生成手册页：telewav 的，某个命令的，或全部写到文件夹",
    ),
    ("help", "显示帮助，或某个命令的帮助"),
];

/// Each argument, by its name; where several commands have one of this name, with the command's name if it differs there.
pub const ARGUMENTS: &[(&str, &str)] = &[
    (
        "convert.paths",
        "录音，或装录音的文件夹；- 表示标准输入 [默认：telewav.toml 里的 paths]",
    ),
    (
        "convert.output",
        "放音文件的文件夹；PATH 只有一个文件时也可以是文件名；- 表示标准输出",
    ),
    (
        "convert.dry_run",
        "只是不写文件，其余照做；有会失败的，退出码为 1",
    ),
    ("convert.force", "替换已有的、内容不同的放音文件"),
    ("names", "名字不合平台要求时怎么办"),
    (
        "names_from",
        "放音文件的名字取自一张表，例如上次运行的清单；.csv 里写“录音,名字”（见 docs/names.md）",
    ),
    (
        "on_collision",
        "几个录音要用同一个名字时怎么办；其余照常转换",
    ),
    ("flat", "把所有放音文件放进同一个文件夹，不按录音的目录分开"),
    ("lenient", "录音有损坏时，转换剩下的部分；丢了什么照样报告"),
    ("stdin_filename", "标准输入算作哪个文件名"),
    (
        "check.paths",
        "放音文件，或装放音文件的文件夹；- 表示标准输入 [默认：telewav.toml 里的 paths]",
    ),
    (
        "refs.requests",
        "请求体（JSON、JSON Lines），或装 *.json、*.jsonl 的文件夹；- 表示标准输入",
    ),
    ("refs.prompts", "放音文件：文件夹或文件；可以重复"),
    ("silence.seconds", "静音的长度"),
    ("silence.output", "放音文件；- 表示标准输出"),
    ("silence.force", "替换已有的、内容不同的文件"),
    (
        "fix.paths",
        "放音文件，或装放音文件的文件夹 [默认：telewav.toml 里的 paths]",
    ),
    ("fix.dry_run", "什么也不改，只说会改什么"),
    ("fix.diff", "什么也不改，显示文件头和名字改前改后的样子"),
    ("inspect.paths", "文件；- 表示标准输入"),
    (
        "profiles.name",
        "完整显示这一个：它的 TOML，可以作为您自己配置的起点",
    ),
    (
        "explain.code",
        "规则的代码或名字，例如 TW301 或 sample-rate；不写就列出全部规则",
    ),
    ("completions.shell", "哪种 shell；脚本写到标准输出"),
    (
        "man.name",
        "这个命令的手册页，写到标准输出；不写就是 telewav 自己的",
    ),
    (
        "man.output",
        "把全部手册页写到这个文件夹，如 telewav.1、telewav-check.1 等",
    ),
    (
        "profile",
        "平台：`telewav profiles` 里的名字，或一个 TOML 文件",
    ),
    ("jobs", "同时处理几个文件；0 表示每个处理器一个"),
    (
        "decoder",
        "telewav 解不了的格式（WMA、AC-3 等）交给已安装的 ffmpeg",
    ),
    ("decoder_timeout", "它处理一个文件最多用多久"),
    (
        "track",
        "有几条音轨时解码这一条，从 1 数起，顺序如 inspect 所列 [默认：不选时播放的那条]",
    ),
    (
        "raw",
        "把文件当作没有文件头的采样，例如 alaw:8000 或 s16le:44100:2",
    ),
    ("limits", "修改对单个文件的一项限制（见 --help）"),
    (
        "files_from",
        "从文件里再读一些路径，一行一个；- 表示标准输入",
    ),
    (
        "null",
        "那个文件里的路径以 NUL 结尾，如 find -print0 的输出",
    ),
    (
        "config",
        "从这个文件读设置 [默认：从这里往上最近的 telewav.toml]",
    ),
    ("isolated", "不读任何设置文件"),
    ("show_settings", "显示每个选项的值和来源，别的什么也不做"),
    (
        "exclude",
        "排除符合这个名字或模式的文件和文件夹，例如 drafts/** 或 *.tmp.wav；可以重复",
    ),
    (
        "force_exclude",
        "直接点名的也排除，因为 pre-commit 会点名每个文件",
    ),
    (
        "follow_links",
        "跟随指向文件夹的链接，但不出仓库或所写的文件夹（直接写出的链接总会跟随）",
    ),
    (
        "select",
        "只查这些规则：代码、代码的开头或名字，例如 TW1,TW301,level",
    ),
    ("ignore", "不查这些规则"),
    (
        "per_file_ignores",
        "对符合模式的文件不查某些规则，例如 'legacy/**=TW405,level'；可以重复",
    ),
    ("fail_on", "什么情况算失败，退出码为 1"),
    (
        "manifest",
        "给上传的人写一张放音文件清单：名字、大小、SHA-256、电平、结论；.csv（给电子表格）或 .json",
    ),
    ("output_format", "报告的格式"),
    (
        "output_file",
        "把报告写到文件，不写到标准输出；- 表示标准输出",
    ),
    ("quiet", "只显示有问题的文件"),
    ("verbose", "显示更多：每个文件的说明，略过的文件"),
    ("color", "什么时候用颜色"),
    ("no_progress", "从不显示进度条"),
    ("profiles.output_format", "列表的格式"),
    ("profiles.output_file", "写到文件，不写到标准输出"),
    ("explain.output_format", "列表的格式"),
    ("explain.output_file", "写到文件，不写到标准输出"),
    (
        "downmix",
        "怎样合成一个声道：auto、average、left、right，或声道号",
    ),
    (
        "level",
        "把放音文件调到一个电平：off、speech[:DBOV]、lufs[:LUFS] 或 peak[:DBFS]",
    ),
    ("max_gain", "轻的放音文件最多提升多少 dB"),
    (
        "clip",
        "峰值超过满幅时怎么办：attenuate（整个放音文件降低到刚好不超）、limit（只压低峰值）或 error（报错）",
    ),
    ("trim", "去掉两端的静音，但留下这么多秒 [不写值时为 0.1]"),
    ("fade", "淡入和淡出，各多少毫秒"),
    (
        "highpass",
        "去掉直流和这么多 Hz 以下的低频噪声 [不写值时为 80]",
    ),
    ("split", "把过长的放音文件拆成编号的几段，在最安静处拆开"),
    (
        "lang",
        "用哪种语言 [默认：TELEWAV_LANG，没有就按系统的语言]",
    ),
    ("help", "显示帮助"),
    ("help=short", "显示帮助（--help 更详细）"),
    ("help=long", "显示帮助（-h 只显示摘要）"),
    ("version", "显示版本"),
];

/// Arguments whose help has more to say, behind the sentence above.
pub const MORE: &[(&str, &str)] = &[
    (
        "downmix",
        "auto 把两个声道取平均，环绕声按 ITU-R BS.775 混合；如果混合后比较响的声道低 6 dB 以上（两个声道反相，\
         或其中一个没有声音），就只取那个声道，并给出警告。",
    ),
    (
        "level",
        "speech 是 ITU-T P.56 的有效语音电平，不算停顿，不写值时为 -25.15 dBov（-19 dBm0）；lufs 是 ITU-R BS.1770 的响度，\
         不写值时为 -23 LUFS，短于 0.4 秒时没有定义；peak 是最大的采样，不写值时为 -1 dBFS。会削波的峰值由限幅器压低，\
         最多 6 dB。静音从不提升。",
    ),
    (
        "raw",
        "ENCODING 是 alaw, ulaw, s8, u8, s16le, s16be, s24le, s24be, s32le, s32be, f32le, f32be, f64le, f64be, gsm, vox, g722（g722-56, g722-48）, g726-32le（-16, -24, -40；be）之一。\
         直接点名的文件，不管看上去像什么都按此处理；文件夹里的文件，只有内容看不出格式的才按此处理。不加这个选项时，\
         内容看不出来就看扩展名：al, alaw, alw, g711a, pcma（A 律）；ul, ulaw, ulw, mu, mulaw, g711u, pcmu（µ 律）；gsm；\
         sln, slin, sln8 到 sln192（16 位）；vox（Dialogic ADPCM，8000 Hz）；g722, 722（64 kbit/s）；g726-16 到 g726-40（le）。别的扩展名，如 raw、pcm 和 g726，什么也说明不了。",
    ),
    (
        "per_file_ignores",
        "模式说的是问题所在的文件：放音文件、录音（convert）或请求文件（refs，以及 telewav.toml 里有 requests 时的 check）。\
         不带斜线的是名字，在哪一层都算。",
    ),
];

/// Values to choose from, with the argument's name.
pub const VALUES: &[(&str, &str)] = &[
    ("names=fix", "音译，并替换不允许的字符"),
    ("names=keep", "不改名，拒绝名字不合要求的文件"),
    ("on_collision=refuse", "都拒绝"),
    ("on_collision=number", "第一个不变，其余编号"),
    ("fail_on=error", "有文件失败，或有错误级别的问题"),
    ("fail_on=warning", "同上，或有警告"),
    ("fail_on=never", "从不；有什么问题看报告"),
    ("output_format=human", "给人看：文件，有什么问题，怎么解决"),
    ("output_format=concise", "一个问题一行"),
    (
        "output_format=json",
        "给程序用：一个文档，里面有 schema 编号",
    ),
    (
        "output_format=json-lines",
        "给程序用：每个文件一个文档，一行一个，最后是整次运行的",
    ),
    ("output_format=github", "GitHub Actions 的标注"),
    ("output_format=gitlab", "GitLab 的代码质量报告"),
    ("output_format=junit", "JUnit XML，GitLab 和 Jenkins 能读"),
    ("output_format=sarif", "SARIF 2.1.0，GitHub 的代码扫描能读"),
    ("output_format=markdown", "表格，给作业摘要或合并请求"),
    ("profiles.output_format=human", "给人看"),
    (
        "profiles.output_format=json",
        "给程序用；里面有 schema 编号",
    ),
    ("profiles.output_format=markdown", "给网页用"),
    ("explain.output_format=human", "给人看"),
    ("explain.output_format=json", "给程序用；里面有 schema 编号"),
    ("explain.output_format=markdown", "给网页用"),
    ("color=auto", "在终端上用，除非设置了 NO_COLOR"),
];
