# A static telewav in an image with nothing else in it:
#   docker build -t telewav .
#   docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" telewav check prompts
FROM rust:1-slim AS build
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
WORKDIR /work
ENTRYPOINT ["/telewav"]
CMD ["--help"]
