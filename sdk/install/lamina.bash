# Completion of the lamina command for bash. What it offers is what the command's own help says, so
# that nothing here goes out of date.
_lamina() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-}
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(lamina help | sed -n 's/^  \([a-z]*\) .*/\1/p')" -- "$word")
        return
    fi
    case $command:$word in
    explain:[!-]* | explain:)
        mapfile -t COMPREPLY < <(compgen -W "$(lamina explain | sed -n 's/^  //p')" -- "$word")
        ;;
    events:[!-]* | events:)
        mapfile -t COMPREPLY < <(compgen -W "$(lamina events | sed 's/ .*//')" -- "$word")
        ;;
    *:-*)
        mapfile -t COMPREPLY < <(compgen -W "$(lamina "$command" --help 2>/dev/null |
            sed -n 's/^  *\(--[a-z-]*\).*/\1/p')" -- "$word")
        ;;
    *)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        compopt -o filenames
        ;;
    esac
}
complete -F _lamina lamina
