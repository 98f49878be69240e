using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Flyte.Node.Commands;

/// <summary>Command lines that show what a command is for, below its help.</summary>
internal sealed class HelpExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["run"] =
        [
            "run words.count README.md",
            "run words.count --files 'src/**/*.cs' --reduce words.top --id night",
            "run patterns.wait --lines inputs.txt --concurrency 100 --json",
            "run shop.price apple --server http://localhost:8080",
        ],
        ["serve"] = ["serve", "serve --web 9090 --tasks shop/", "serve --config config/cluster.json --seed 10.0.0.1:4053"],
        ["key"] = ["key alice", "key dashboard --read"],
        ["tasks"] = ["tasks", "tasks --json --server http://localhost:8080"],
        ["nodes"] = ["nodes --server http://localhost:8080", "nodes --json --server http://localhost:8080"],
        ["runs"] = ["runs --phase failed", "runs --label team=shop --limit 100 --json"],
        ["show"] = ["show night", "show night --json --server http://localhost:8080"],
        ["watch"] = ["watch night --server http://localhost:8080", "watch night --cluster 10.0.0.1:4053"],
        ["items"] = ["items night --phase failed", "items night --from 1000 --limit 1000 --json", "items night/3/calls"],
        ["calls"] = ["calls night", "calls night --item 3 --json", "calls night/3/calls"],
        ["results"] = ["results night > results.ndjson", "results night --failed", "results night --as-completed --from 5000"],
        ["resume"] = ["resume night"],
        ["rerun"] = ["rerun night --id night-2", "rerun night --input '3=\"apple\"'"],
        ["recover"] = ["recover night", "recover night --force 3,10-20"],
        ["resize"] = ["resize night 10 --server http://localhost:8080"],
        ["abort"] = ["abort night --reason 'It costs too much.'", "abort night --item 3"],
        ["purge"] = ["purge night", "purge --ended-before 30d"],
        ["completion"] = ["completion bash >> ~/.bashrc", "completion zsh >> ~/.zshrc", "completion fish > ~/.config/fish/completions/flyte.fish", "completion pwsh >> $PROFILE"],
    };

    internal static IReadOnlyList<string> Of(string command) => Examples.GetValueOrDefault(command, []);

    /// <summary>Has the help of all commands end with examples.</summary>
    internal static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpExamples((SynchronousCommandLineAction)option.Action!);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var (command, title) = (parseResult.CommandResult.Command, "Examples:");
        foreach (var example in command is RootCommand ? [] : Of(command.Name))
        {
            if (title.Length > 0)
            {
                output.WriteLine(title);
                title = "";
            }

            output.WriteLine($"  {CommandLine.Program} {example}");
        }

        return code;
    }
}
