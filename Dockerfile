# A static telewav in an image with nothing else in it:
#   docker build -t telewav .
#   docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" telewav check prompts
# By digest, so that the same commit builds the same; .github/dependabot.yml keeps it fresh.
FROM rust:1.98.0-slim-trixie@sha256:cc0448b41c3b7b7fea44f5dc50eacba729a56db365b65b7bd5e8a82d5b3db078 AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY crates crates
# No C code is built, so Rust's own musl is all that it takes, on x86_64 and on aarch64; and nothing of a system when
# it runs.
RUN target="$(uname -m)-unknown-linux-musl" \
 && rustup target add "$target" \
 && cargo build --release --locked --package telewav-cli --target "$target" \
 && mkdir -p /image/tmp \
 && chmod 1777 /image/tmp \
 && cp "target/$target/release/telewav" /image/telewav

FROM scratch
COPY --from=build /image/ /
# Nobody's: -u says whose the prompts are that it writes.
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/telewav"]
CMD ["--help"]
