# Takes the marked blocks out of a page. The info string says what a block is:
#
#     c compile, cpp compile     a translation unit of its own: <out>/<page>-<line>.c or .cpp
#     c file=PATH                a file of the module that the page builds: <out>/tree/PATH
#     diff                       a change to that module: all of a page's in <out>/<page>.patch
#
# awk -v out=FOLDER -v page=NAME -f snippets.awk PAGE.md; the names of units go to stdout.

/^```/ && inside {
    if (target != "")
        close(target)
    inside = 0
    target = ""
    next
}

/^```/ {
    inside = 1
    if (match($0, /^```c(pp)? compile$/)) {
        target = out "/" page "-" NR ($1 == "```c" ? ".c" : ".cpp")
        print target
        printf "#line %d \"%s\"\n", NR + 1, FILENAME > target
    } else if (match($0, /^```c file=/)) {
        target = out "/tree/" substr($0, RLENGTH + 1)
        folder = target
        sub(/\/[^\/]*$/, "", folder)
        if (system("mkdir -p '" folder "'") != 0)
            exit 1
    } else if ($0 == "```diff") {
        target = out "/" page ".patch"
    }
    next
}

inside && target ~ /\.patch$/ { print >> target; next }
inside && target != "" { print > target }
