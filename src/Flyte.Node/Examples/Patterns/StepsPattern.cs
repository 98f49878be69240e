using Flyte.Actors;

namespace Flyte.Node.Examples.Patterns;

/// <summary>Tasks that call tasks, one after another; each step is an action of the run.</summary>
internal static class StepsPattern
{
    internal static void Add(TaskEnvironment env)
    {
        // Synchronous: a = step1(x); b = step2(a)
        var step1 = env.Task("step1", (int x) => x + 1);
        var step2 = env.Task("step2", (int x) => x * 2);

        env.Task("sync_steps", (int x) =>
        {
            var a = step1.Call(x);
            var b = step2.Call(a);
            return b;
        });

        // Asynchronous: a = await fetch(x); b = await summarize(a)
        var fetch = env.Task("fetch", async (string page) =>
        {
            await Task.Yield();
            return $"the text of {page}";
        });
        var summarize = env.Task("summarize", async (string text) =>
        {
            await Task.Yield();
            return $"{text.Split(' ').Length} words";
        });

        env.Task("async_steps", async (string page) =>
        {
            var text = await fetch.CallAsync(page);
            var summary = await summarize.CallAsync(text);
            return summary;
        });
    }
}
