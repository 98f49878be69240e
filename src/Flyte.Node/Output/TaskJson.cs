using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>A task, as a JSON object on a line.</summary>
internal static class TaskJson
{
    internal static string Of(TaskInfo task) => JsonText.Write(JsonText.OneLine, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", task.Name);
        writer.WriteString("input", TypeName.Of(task.InputType));
        writer.WriteString("output", TypeName.Of(task.OutputType));
        writer.WriteEndObject();
    });
}
