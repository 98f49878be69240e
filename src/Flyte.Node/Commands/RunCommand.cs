using System.CommandLine;
using System.CommandLine.Parsing;
using Flyte.Node.Configuration;

namespace Flyte.Node.Commands;

/// <summary><c>run TASK [INPUT...]</c>: a task once, or a map of it.</summary>
internal sealed class RunCommand : RuntimeCommand
{
    internal const string TaskName = "TASK";

    private readonly Argument<string> task = new(TaskName) { Description = "The task: environment.function, or the function alone." };

    private readonly Argument<string[]> inputs = new("INPUT")
    {
        Description = "Inputs in JSON, an item each; several inputs of one item are a JSON array. A task that takes a string takes plain text too.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> items = new("--items") { Description = "A JSON array, an item each.", HelpName = "ARRAY" };

    private readonly Option<string[]> files = new("--files")
    {
        Description = "Files by pattern (*, ?, **), the path of each an item; can be repeated.",
        HelpName = "GLOB",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> lines = new("--lines")
    {
        Description = "A file whose lines are items, read as they are needed; - is the standard input.",
        HelpName = "FILE",
    };

    private readonly Option<string?> reduce = new("--reduce")
    {
        Description = "A task that gets the array of all results and returns what is printed instead of them.",
        HelpName = "TASK",
    };

    private readonly Option<int> concurrency = new("--concurrency")
    {
        Description = "The most items in flight; 0 for the runtime's bound.",
        HelpName = "N",
    };

    private readonly Option<bool> failFast = new("--fail-fast") { Description = "End the run with its first failure." };

    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line on the standard output, for each item." };

    private readonly Option<bool> verbose = new("--verbose") { Description = "With --reduce: print the results too." };

    private readonly Option<string?> id = new("--id")
    {
        Description = "The run's id: letters, digits, '_', '-' and '.'. The same command with the same id goes on with that run.",
        HelpName = "ID",
    };

    private readonly Option<string?> name = new("--name") { Description = "A name for people; need not be unique.", HelpName = "NAME" };

    private readonly LabelOption labels = new("KEY=VALUE, to find the run by; can be repeated.");

    private readonly ClusterOption cluster = new();

    internal RunCommand(NodeConsole console, RuntimeSource runtime)
        : base("run", "Runs a task: once with one INPUT, as a map with more or with --items, --files, --lines.", console, runtime)
    {
        Add(task);
        Add(inputs);
        Add(items);
        Add(files);
        Add(lines);
        Add(reduce);
        Add(concurrency);
        Add(failFast);
        Add(id);
        Add(name);
        Add(labels);
        Add(json);
        Add(verbose);
        Add(cluster);
        AddRuntimeOptions(executes: true);
        concurrency.Validators.Add(CheckConcurrency);
        SetAction(async (parsed, _) =>
        {
            var request = Request(parsed);
            var session = await (Server(parsed, cluster) is null && parsed.GetValue(cluster) is [_, ..] seeds ? OpenClusterAsync(parsed, seeds) : OpenAsync(parsed)).ConfigureAwait(false);
            return await new RunJob(request with { Words = Words(parsed, session) }, session, console).RunAsync().ConfigureAwait(false);
        });
    }

    /// <summary>What the command line asks for.</summary>
    /// <exception cref="UsageException">An INPUT is a mistyped option.</exception>
    internal RunRequest Request(ParseResult parsed)
    {
        CheckOptions(parsed);
        return new RunRequest
        {
            Task = parsed.GetRequiredValue(task),
            Reduce = parsed.GetValue(reduce),
            Inputs = new InputRequest
            {
                Arguments = parsed.GetValue(inputs) ?? [],
                Items = parsed.GetValue(items),
                Files = parsed.GetValue(files) ?? [],
                Lines = parsed.GetValue(lines),
            },
            Concurrency = parsed.GetValue(concurrency),
            FailFast = parsed.GetValue(failFast),
            Json = parsed.GetValue(json),
            Verbose = parsed.GetValue(verbose),
            Id = parsed.GetValue(id),
            Name = parsed.GetValue(name),
            Labels = labels.Read(parsed),
        };
    }

    private static void CheckConcurrency(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var n) && n < 0)
        {
            result.AddError($"--concurrency {text} is negative: give the number of items in flight, or 0 for the runtime's bound.");
        }
    }

    // What follows '--' is taken as it is.
    private void CheckOptions(ParseResult parsed)
    {
        foreach (var token in parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash))
        {
            if (token.Type == TokenType.Argument
                && token.Value.StartsWith("--", StringComparison.Ordinal)
                && (parsed.GetResult(inputs)?.Tokens.Contains(token) ?? false))
            {
                var nearest = NearestName.Find(token.Value, Options.Select(o => o.Name));
                throw new UsageException(
                    $"There is no option '{token.Value}'.",
                    $"{(nearest is null ? "" : $"Did you mean '{nearest}'? ")}To give it as an INPUT, write '--' before it.");
            }
        }
    }
}
