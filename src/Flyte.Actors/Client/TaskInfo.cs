using System.Text;
using System.Text.Json;
using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>A registered task.</summary>
/// <param name="Name">The full name, <c>environment.function</c>.</param>
/// <param name="InputType">The input's type; a value tuple where there are several, <see cref="Nothing"/> where there is none.</param>
/// <param name="OutputType">The result's type.</param>
/// <param name="Options">The task's options.</param>
public sealed record TaskInfo(string Name, Type InputType, Type OutputType, TaskOptions Options)
{
    /// <summary>
    /// What an input is in JSON, as JSON Schema 2020-12; several inputs are one array, whose <c>prefixItems</c> have their names as
    /// titles. Null for a task without inputs. It is made when it is first asked for.
    /// </summary>
    /// <remarks>
    /// Null is a value where the code's nullable annotations say so. What a <see cref="System.ComponentModel.DescriptionAttribute"/> says of a
    /// type, a property or a parameter is its description. A type with a converter of its own may be anything.
    /// </remarks>
    public JsonElement? InputSchema => Known.Input;

    /// <summary>What a result is in JSON, as <see cref="InputSchema"/>. Null for a task without a result.</summary>
    public JsonElement? OutputSchema => Known.Output;

    internal TaskSchemas? Schemas { get; init; }

    internal Func<string, string?>? Check { get; init; }

    /// <summary>Whether a text is an input of the task, as it would be found when it is run.</summary>
    /// <param name="input">An input in JSON.</param>
    /// <returns>Why it is none; null if it is one, or if that is not known, of a task that was not got from a runtime.</returns>
    public string? Refusal(string input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Check?.Invoke(input);
    }

    private TaskSchemas Known => Schemas ?? new(InputType, OutputType, [], result: null, mayBeNull: false);

    // Schemas are long, and made only for those who ask.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"{nameof(Name)} = {Name}, {nameof(InputType)} = {InputType}, {nameof(OutputType)} = {OutputType}, {nameof(Options)} = {Options}");
        return true;
    }
}
