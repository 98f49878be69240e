using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Runs;

namespace Flyte.Node.Output;

/// <summary>What is written of the results.</summary>
internal abstract class ResultPrinter(Screen screen)
{
    protected Screen Screen { get; } = screen;

    /// <summary>What a person reads of the results of a task.</summary>
    /// <param name="task">The task; null where it is not known here.</param>
    /// <param name="isSingle">Whether there is one result only.</param>
    /// <param name="screen">Where it is written.</param>
    internal static ResultPrinter For(TaskShape? task, bool isSingle, Screen screen) =>
        task is { GivesNothing: true } ? new SilentPrinter(screen)
        : isSingle ? new WholePrinter(screen)
        : new LinePrinter(screen);

    /// <summary>The next item, in the order of the inputs.</summary>
    /// <param name="result">What it came to.</param>
    /// <param name="line">The line that its input stood on, if it did.</param>
    internal abstract void Item(ItemResult<JsonElement> result, int? line);

    /// <summary>What all the results were reduced to.</summary>
    internal virtual void Reduced(ItemResult<JsonElement> result)
    {
        if (result.IsSuccess)
        {
            Whole(result.Value);
        }
    }

    /// <summary>A value that stands alone: text as it is, an array of flat objects as a table, anything else as indented JSON.</summary>
    protected void Whole(JsonElement value)
    {
        if (TextTable.Of(value) is { } table)
        {
            foreach (var line in table.Lines())
            {
                Screen.WriteLine(line);
            }
        }
        else
        {
            Screen.WriteLine(value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonText.Pretty(value));
        }
    }
}

/// <summary>A line for each result; text without quotes where it fits a line.</summary>
internal sealed class LinePrinter(Screen screen) : ResultPrinter(screen)
{
    internal override void Item(ItemResult<JsonElement> result, int? line)
    {
        if (result.IsSuccess)
        {
            Screen.WriteLine(result.Value.ValueKind == JsonValueKind.String && result.Value.GetString() is { } text && !OneLine.HasControls(text)
                ? text
                : JsonText.Compact(result.Value));
        }
    }
}

/// <summary>The one result of a run of one item.</summary>
internal sealed class WholePrinter(Screen screen) : ResultPrinter(screen)
{
    internal override void Item(ItemResult<JsonElement> result, int? line) => Reduced(result);
}

/// <summary>Nothing of the results, only what they are reduced to.</summary>
internal sealed class ReducedPrinter(Screen screen) : ResultPrinter(screen)
{
    internal override void Item(ItemResult<JsonElement> result, int? line)
    {
    }
}

/// <summary>A task without a result has nothing to print.</summary>
internal sealed class SilentPrinter(Screen screen) : ResultPrinter(screen)
{
    internal override void Item(ItemResult<JsonElement> result, int? line)
    {
    }
}
