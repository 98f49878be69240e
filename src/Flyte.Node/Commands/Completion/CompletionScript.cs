namespace Flyte.Node.Commands.Completion;

/// <summary>Scripts that ask the program what may come next, by the parser's own <c>[suggest:POSITION]</c>.</summary>
internal static class CompletionScript
{
    // The names that it is typed by: that of the tool, and that of the built program.
    private const string Names = "flyte Flyte.Node";

    private const string Bash = $$"""
        _flyte() {
            local IFS=$'\n'
            local line="${COMP_LINE:0:COMP_POINT}"
            local rest="${line#*[[:space:]]}"
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#rest}]" "$rest" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _flyte {{Names}}

        """;

    private const string Zsh = $$"""
        _flyte() {
            local line="${BUFFER[1,CURSOR]}"
            local rest="${line#*[[:space:]]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#rest}]" "$rest" 2>/dev/null)}")
            compadd -- $found || _files
        }
        compdef _flyte {{Names}}

        """;

    private const string Fish = """
        function __flyte_complete
            set -l words (commandline -opc)
            set -l rest (string replace -r '^\S+\s' '' -- (commandline -cp))
            $words[1] "[suggest:"(string length -- "$rest")"]" "$rest" 2>/dev/null
        end
        complete -c flyte -a '(__flyte_complete)'
        complete -c Flyte.Node -a '(__flyte_complete)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName flyte, Flyte.Node -ScriptBlock {
            param($word, $line, $position)
            $typed = $line.ToString().PadRight($position).Substring(0, $position)
            $rest = ($typed -split '\s', 2)[1]
            & $line.CommandElements[0].Value "[suggest:$($rest.Length)]" "$rest" 2>$null |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    internal static string[] Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script of a shell; null where there is none.</summary>
    internal static string? Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => PowerShell,
        _ => null,
    };
}
