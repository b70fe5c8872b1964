#!/usr/bin/env bash
# Makes the good files that `telewav-lab damage` damages, from the sources of a matrix (`telewav-lab matrix DIR`): the first
# second of DIR/sources. They are stored, so that the same copies are made wherever they are made; other versions of ffmpeg
# and LAME write other octets.
#   bash crates/telewav-lab/damage/make.sh DIR/sources
set -euo pipefail
sources=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")"

# made NAME RATE OPTIONS...: one second by ffmpeg.
made() {
  local name=$1 rate=$2
  shift 2
  ffmpeg -v error -nostdin -y -i "$sources/$rate-1-int16.wav" -t 1 -fflags +bitexact -flags:a +bitexact "$@" "$name"
}

made pcm16.wav 8000 -metadata title="A good file" -c:a pcm_s16le
made alaw.wav 8000 -c:a pcm_alaw
made pcm24.wav 8000 -c:a pcm_s24le
made pcm16.w64 8000 -c:a pcm_s16le
made pcm16.aiff 8000 -metadata title="A good file" -c:a pcm_s16be
made alaw.aifc 8000 -f aiff -c:a pcm_alaw
made pcm16.caf 8000 -c:a pcm_s16be
made alaw.caf 8000 -c:a pcm_alaw
made xing.mp3 16000 -metadata title="A good file" -c:a libmp3lame -b:a 24k
made plain.mp3 48000 -c:a libmp3lame -b:a 40k -write_xing 0 -id3v2_version 0
made lc.aac 16000 -c:a aac -b:a 24k
made lc.m4a 16000 -metadata title="A good file" -c:a aac -b:a 24k
made fragmented.mp4 16000 -c:a aac -b:a 24k -movflags +frag_keyframe+empty_moov -frag_duration 250000
made alac.m4a 8000 -movflags +faststart -c:a alac
made opus.webm 48000 -c:a libopus -b:a 16k -cluster_time_limit 250
made vorbis.mka 16000 -metadata title="A good file" -c:a libvorbis -q:a 0 -cluster_time_limit 250
made pcm16.mka 8000 -c:a pcm_s16le
made vorbis.ogg 16000 -metadata title="A good file" -c:a libvorbis -q:a 0 -page_duration 200000
made opus.opus 48000 -c:a libopus -b:a 16k -page_duration 100000
made flac.oga 8000 -c:a flac -frame_size 1024 -page_duration 100000
flac -s -f --until=8000 --blocksize=1024 --padding=100 --tag=TITLE="A good file" -o pcm16.flac "$sources/8000-1-int16.wav"
