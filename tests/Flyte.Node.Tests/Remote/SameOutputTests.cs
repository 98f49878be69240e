using System.Text.RegularExpressions;
using Flyte.Actors;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Remote;

/// <summary>Command lines print the same and end the same, whether this process runs them or another node does.</summary>
public sealed partial class SameOutputTests
{
    public static TheoryData<string> Sessions { get; } =
    [
        "run double 4 --id a",
        "run double 1 -2 3 --id a | results a --failed | items a --phase failed --json | show a --json | runs --json",
        "run double 1 2 3 --json --id a | run double 1 2 3 --json --id a",
        "run table 2 --id a | run forget 1 2 --id b | run ping --id c | run lines 1 2 --id d",
        "run add [1,2] [3,4] --id a --name pairs --label x=1 --label y=2 | runs --label x=1 --json | runs --name other | runs --phase failed --task double",
        "run shout one \"two\" 'three' --id a | run test.shout x --id b",
        "run double 1 2 3 --reduce sum | run double 1 2 -3 --reduce sum_or_fail",
        "run double 1 2 --reduce add",
        "run double --items [1,2,3] --concurrency 2 --id a | show a | runs",
        "run double -1 2 --id a | recover a --id b --input 0=5 | rerun a --id c --name again | show b --json | items c",
        "run double 1 2 3 --id a | recover a --id b --force 1-2 --label z=1 | results b --from 1 | results b --as-completed --from 3",
        "run double 1 --id a | abort a | purge a | show a",
        "run double 1 --id a | run double 2 --id b | purge a b | runs --json | purge a",
        "run double 1 --id a | run double 1 2 --id a | run shout x --id a",
        "run nothing 1 | run dubble 1 | run double | run double x | run ping 1 | run double --files *.cs",
        "show none | items none | results none | abort none | rerun none",
        "run double 1 2 3 --id a | runs --after a --json | items a --from 1 --limit 1 --json | items a --from 3",
        "runs --task dubble | runs --task gone.task",
        "run double 1 --id a | rerun a --id a | run double 1 --id a --concurrency 7",
    ];

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task They_are_the_same(string session)
    {
        using var store = new NodeStore(TestTasks.Create());
        using var directory = new TempDirectory();
        await using var node = await ApiNode.StartAsync(new(), new FlyteOptions { Store = FlyteStore.Sqlite(Path.Combine(directory.Path, "far.db")) }, TestTasks.Create());
        await store.RunAsync("run", "ping", "--id", "first");
        await FarConsole.RunAsync(Address(node), "run", "ping", "--id", "first");
        foreach (var command in session.Split(" | "))
        {
            string[] args = [.. command.Split(' ').Select(word => word.Trim('\''))];
            var (code, near) = await store.RunAsync(args);
            var (farCode, far) = await FarConsole.RunAsync(Address(node), args);

            Assert.Equal((command, code, Plain(near.Out)), (command, farCode, Plain(far.Out)));
            Assert.Equal(Said(near.Error, store.File), Said(far.Error, Address(node)));
        }
    }

    private static string Address(ApiNode node) => node.Http.BaseAddress!.AbsoluteUri.TrimEnd('/');

    // Where it is done is said, and how far it is at the moment; and a node speaks of the types of JSON. The other words are the same.
    private static string Said(string error, string place) => Plain(string.Join('\n', Option().Replace(error, "").Split('\n').Where(line => !line.Contains(" running, ", StringComparison.Ordinal))))
        .Replace($"the store {place}", "PLACE", StringComparison.Ordinal)
        .Replace($"the store of {place}", "PLACE", StringComparison.Ordinal)
        .Replace(place, "PLACE", StringComparison.Ordinal)
        .Replace("another store by --store", "another", StringComparison.Ordinal)
        .Replace("another node by --server", "another", StringComparison.Ordinal)
        .Replace("integer", "int", StringComparison.Ordinal)
        .Replace("'Flyte.Node results ", "'Flyte.Node resume ", StringComparison.Ordinal);

    private static string Plain(string text) => Changing().Replace(text.ReplaceLineEndings("\n"), "#");

    [GeneratedRegex("""\d{4}-\d\d-\d\d[T ][0-9:.]+(\+00:00|Z)?|"elapsedMs":[0-9.]+|"node":"[^"]*"|"stackTrace":"[^"]*"|[0-9,.]+ (min|m?s\b)|[0-9,.]+ items/s|run-[0-9a-f]{32}| +\d+ *$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Changing();

    [GeneratedRegex(" --server http://[0-9.:]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();
}
