using Flyte.Actors;

namespace Flyte.Dashboard.Tests.Support;

/// <summary>Tasks that do what a page has to show.</summary>
internal sealed class ShopTasks
{
    internal ShopTasks()
    {
        Environment.Task("price", (int article) => article * 2);
        Environment.Task("check", (int article) => article >= 0 ? article : throw new InvalidDataException($"article {article} has no price"));
        Environment.Task("strict", (int article) => article >= 0 ? article : throw new InvalidDataException($"article {article} has no price"), options => options with { Tolerance = new Tolerance { MaxFailures = 0 } });
        var count = Environment.Task("count", (string word) => word.Length);
        Environment.Task("count_all", async (string[] words) => (await count.MapAsync(words).ToListAsync()).Count);
        var order = Environment.Task("order", async (string word) =>
        {
            var lengths = await count.MapAsync([word, word + word]).Values().ToListAsync();
            return word.Length > 4 ? throw new InvalidOperationException($"{word} is too heavy") : lengths.Sum();
        });
        Environment.Task("order_all", async (string[] words) => (await Gather.ResultsAsync([.. words.Select(word => order.CallAsync(word))])).Count(result => result.IsSuccess));
        Environment.Task("echo", (string text) => text.Length < 40 ? text : throw new InvalidOperationException(text));
        Environment.Task("anything", (System.Text.Json.JsonElement _) => "taken");
        Environment.Task("wait", async (int article, CancellationToken cancellation) =>
        {
            await opened.Task.WaitAsync(cancellation);
            return article;
        });
        Environment.Task(
            "flaky",
            int (int article) => throw new TimeoutException($"the supplier of {article} does not answer"),
            options => options with { Retries = 3, Backoff = new Backoff(TimeSpan.FromHours(1)) });
    }

    private TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskEnvironment Environment { get; } = new("shop");

    /// <summary>Lets the items of <c>wait</c> go on.</summary>
    internal void Open() => opened.TrySetResult();

    /// <summary>Has items of <c>wait</c> wait again.</summary>
    internal void Close() => opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
