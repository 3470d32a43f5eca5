# The layout of the ABI's structs on both of Lambda's architectures (test/abi/layout.h). No program
# of the other one is built: the compiler alone knows the answer.
set -eu
for target in x86_64-linux-gnu aarch64-linux-gnu; do
    clang --target="$target" -std=c17 -ffreestanding -fsyntax-only -Isdk/include -x c test/abi/layout.h
done
