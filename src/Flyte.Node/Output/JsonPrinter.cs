using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Documents;

namespace Flyte.Node.Output;

/// <summary>For machines: a JSON object a line, one for each item.</summary>
internal sealed class JsonPrinter(Screen screen) : ResultPrinter(screen)
{
    internal override void Item(ItemResult<JsonElement> result, int? line) => Screen.WriteLine(DocumentJson.Write(ResultDocument.Of(result, line)));

    internal override void Reduced(ItemResult<JsonElement> result) => Screen.WriteLine(result.IsSuccess
        ? DocumentJson.Write(new ReducedDocument(result.Value))
        : DocumentJson.Write(new FailedReductionDocument(null, ErrorDocument.Of(result.Error)!)));

    private sealed record ReducedDocument(JsonElement Reduced);

    private sealed record FailedReductionDocument(object? Reduced, ErrorDocument Error);
}
