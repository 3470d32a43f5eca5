# The reference of one public header, out of its comments: Markdown on stdout, and with gaps=1 only what lacks a
# comment or says nowhere since when it is there, one line each.
#
# awk -v include=lamina/text.h -f reference.awk FILE.h
#
# How comments count: the first is the page's introduction. One that begins with "/* ----" is a heading. Any other
# belongs to the declarations right below it, up to the next blank line; a macro or a type may have one on its own
# lines instead, and a heading stands for what has neither. "Since" may stand there, in the heading, or, for all of
# the header, in the introduction.

function tells_since(text) { return text ~ /[Ss]ince [0-9]/ }

function plain(text, stars) { # a comment without its stars
    stars = text ~ /\n \*/
    sub(/^ *\/\*+ ?/, "", text)
    sub(/ *\*+\/ *$/, "", text)
    gsub(/\n \*\/?$/, "\n", text)
    gsub(/\n \* ?/, "\n", text)
    if (!stars)
        gsub(/\n   /, "\n", text)
    sub(/^\n/, "", text)
    sub(/\n$/, "", text)
    return text
}

# As Markdown shows it to the letter; what is indented is an example, and stays.
function prose(text, lines, count, i, shown) {
    count = split(text, lines, "\n")
    for (i = 1; i <= count; i++) {
        if (lines[i] !~ /^    /)
            gsub(/[*<]/, "\\\\&", lines[i])
        shown = shown (i > 1 ? "\n" : "") lines[i]
    }
    return shown
}

function name_of(text) {
    if (match(text, /^#define +[A-Za-z_0-9]+/))
        return last_word(substr(text, 1, RLENGTH))
    if (match(text, /\(\*[a-z_0-9]+\)\(/)) # a pointer to a function
        if (text ~ /^typedef/ && text !~ /^typedef (struct|union)/)
            return substr(text, RSTART + 2, RLENGTH - 4)
    if (match(text, /}[^};]*;$/) && text ~ /^typedef/)
        return last_word(substr(text, RSTART, RLENGTH - 1))
    if (match(text, /^(struct|union) [A-Za-z_0-9]+ *{/))
        return last_word(substr(text, 1, RLENGTH - 1))
    if (text ~ /^enum/) {
        match(text, /[A-Z][A-Z_0-9]+/)
        return substr(text, RSTART, RLENGTH)
    }
    sub(/ *__attribute__.*/, "", text)
    if (text !~ /^typedef/ && match(text, /[A-Za-z_0-9]+\(/))
        return substr(text, RSTART, RLENGTH - 1)
    sub(/(\[[^]]*\])?;.*/, "", text)
    return last_word(text)
}

function last_word(text, words, count) {
    sub(/ +$/, "", text)
    count = split(text, words, /[ *}]+/)
    return words[count]
}

# A declaration is whole: its comment is the one above, or that of its group.
function declare(text, name) {
    if (pending != "")
        group = pending
    pending = ""
    name = name_of(text)
    if (group == "" && match(text, /\/\*.*\*\//))
        group = substr(text, RSTART, RLENGTH)
    if (name in seen) # the other branch of an #ifdef
        return
    seen[name] = 1
    if (gaps) {
        if (group == "" && section == "")
            printf "%s:%d: %s has no comment\n", FILENAME, FNR, name
        else if (!tells_since(group text) && !tells_since(section) && !tells_since(intro))
            printf "%s:%d: nothing says since when there is %s\n", FILENAME, FNR, name
        return
    }
    if (group != told && index(text, group) == 0) {
        print ""
        told = group
        print prose(plain(group))
    }
    printf "\n```c\n%s\n```\n", text
}

function end_comment() {
    if (intro == "") {
        intro = comment
        if (!gaps)
            printf "# `%s`\n\n```\n%s\n```\n", include, plain(comment)
    } else if (comment ~ /^\/\* ----/) {
        section = comment
        group = pending = ""
        if (!gaps) {
            heading = plain(comment)
            gsub(/^ *-+ *| *-+$/, "", heading)
            gsub(/\n/, " ", heading)
            printf "\n## %s\n", heading
        }
    } else {
        pending = comment
        group = ""
    }
    comment = ""
}

comment != "" {
    comment = comment "\n" $0
    if ($0 ~ /\*\/ *$/)
        end_comment()
    next
}

declaration == "" && /^\/\*/ {
    comment = $0
    if ($0 ~ /\*\/ *$/)
        end_comment()
    next
}

declaration == "" && /^ *$/ { group = pending = ""; next }
declaration == "" && /^#define [A-Z_0-9]+_H$/ { next }
declaration == "" && /^#(if|else|endif|include|undef)/ { next }
declaration == "" && /^(extern "C" {|}|(struct|union) [a-z_0-9]+;)/ { next }

{
    declaration = declaration == "" ? $0 : declaration "\n" $0
    if (declaration ~ /^#define/) {
        if ($0 !~ /\\$/ && !(declaration ~ /\/\*/ && declaration !~ /\*\//)) {
            declare(declaration)
            declaration = ""
        }
        next
    }
    if (declaration ~ /^static inline/) {
        if ($0 == "}") {
            sub(/\n{.*/, ";", declaration)
            declare(declaration)
            declaration = ""
        }
        next
    }
    line = $0
    sub(/ *\/\*.*/, "", line)
    if (line ~ /;$/ && (declaration !~ /{/ || line ~ /^}/ || declaration !~ /\n/)) {
        declare(declaration)
        declaration = ""
    }
}
