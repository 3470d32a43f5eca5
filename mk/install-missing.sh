#!/bin/sh
# install-missing.sh PART (a name of the table at the end): installs the Debian packages that
# this part of the work needs and that are not there. What is asked is whether the thing itself
# works, not whether a package of some name is installed: anything that brought it will do.
set -eu

missing=

need_command() { # command package
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}

need_library() { # pkg-config module, package
    pkg-config --exists "$1" 2>/dev/null || missing="$missing $2"
}

need_java_17() {
    major=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1) || major=
    [ "${major:-0}" -ge 17 ] || missing="$missing default-jre-headless"
}

need_for_build() {
    need_command gcc build-essential
    need_command g++ build-essential
    need_command make build-essential
    need_command pkg-config pkg-config
    need_library libcrypto libssl-dev
    need_library libevent libevent-dev
    need_library libelf libelf-dev
    need_library libdw libdw-dev
}

# libcurl: built from its sources, or Debian's.
need_for_build_static() {
    need_for_build
    need_command zip zip
    need_command dpkg-source dpkg-dev
}

need_for_build_shared() {
    need_for_build
    need_library libcurl libcurl4-openssl-dev
}

# curl is for the person: README's first requests.
# The other architecture's compiler; the layer is looked at by programs of this one.
need_for_cross() { # GNU's name of the architecture, gcc's package, glibc's package
    need_for_build_static
    need_command "$1-linux-gnu-gcc" "gcc-$2-linux-gnu"
    [ -e "/usr/$1-linux-gnu/include/stdio.h" ] || missing="$missing libc6-dev-$3-cross"
}

need_for_emulator() {
    need_command qemu-aarch64-static qemu-user-static
}

need_for_run() {
    need_command npm npm
    need_command curl curl
    need_java_17
}

# Of Debian's own Python: another one has other packages.
need_python_module() { # module package
    /usr/bin/python3 -c "import $1" 2>/dev/null || missing="$missing $2"
}

need_for_test() {
    need_command chromium chromium # the console is tested in it
    need_command node nodejs
    need_command unzip unzip
    need_command patch patch # follows the tutorial
    need_python_module jwt python3-jwt # reads our tokens, and we its
    need_python_module cryptography python3-cryptography
    need_library criterion libcriterion-dev
    need_library libcjson libcjson-dev
    need_library yaml-0.1 libyaml-dev
}

need_for_lint() {
    need_library criterion libcriterion-dev # the tests are linted too
    need_library libcjson libcjson-dev
    need_library yaml-0.1 libyaml-dev
    need_command clang clang
    need_command clang-format clang-format
    need_command clang-tidy clang-tidy
}

# clang's own runtime is a package apart, named after its version.
need_for_fuzz() {
    major=$(clang -dumpversion | cut -d . -f 1)
    test -n "$(find "$(clang -print-resource-dir)" -name 'libclang_rt.fuzzer*' 2>/dev/null)" ||
        missing="$missing libclang-rt-$major-dev"
}

need_for_abi() {
    need_command abidiff abigail-tools
    need_command clang clang
}

install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Missing, and there is no apt-get here to install it:$missing" >&2
        echo "Install what your system calls these Debian packages, then run make again." >&2
        exit 1
    fi
    root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "Missing:$missing" >&2
            echo "Installing needs root and there is no sudo. As root, run:" >&2
            echo "    apt-get update && apt-get install -y$missing" >&2
            exit 1
        fi
        root=sudo
    fi
    echo "  APT  $missing"
    log=build/apt.log
    # shellcheck disable=SC2086 # $root and $missing are lists of words
    if ! { $root env DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
            -o DPkg::Lock::Timeout=300 install $missing; } >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        echo "apt-get could not install:$missing (the output above is in $log)" >&2
        exit 1
    fi
}

# Two parts may be asked for at once by a parallel make; apt-get works for one at a time.
exec 9>build/apt.lock
flock 9

part=${1:?install-missing.sh PART}
case $part in
build-static) need_for_build_static ;;
build-shared) need_for_build_shared ;;
build-arm64) need_for_cross aarch64 aarch64 arm64 ;;
build-x86_64) need_for_cross x86_64 x86-64 amd64 ;;
emulator) need_for_emulator ;;
run) need_for_run ;;
test) need_for_test ;;
lint) need_for_lint ;;
fuzz) need_for_fuzz ;;
abi) need_for_abi ;;
*) echo "install-missing.sh: unknown part: $part" >&2 && exit 2 ;;
esac

missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ' | sed 's/^ */ /; s/ *$//')
[ -z "${missing# }" ] || install_packages
