using System.Reflection;
using System.Text.Json;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>What is thrown for JSON that is no value of a type.</summary>
internal static class JsonFaults
{
    internal static bool Are(Exception e) => e is JsonException or NotSupportedException or ArgumentException or TargetInvocationException;

    /// <summary>What is wrong and where, without the types that it is read by: whoever sent it knows none of them.</summary>
    internal static string Of(Exception e)
    {
        var place = e is JsonException { Path: { Length: > 1 } path } ? $" at {path}" : "";
        var what = e.Message.Split(" Path: ", 2, StringSplitOptions.None)[0].TrimEnd('.');
        return what.Contains("could not be converted to", StringComparison.Ordinal) || what.Contains("Cannot get the value of a token type", StringComparison.Ordinal)
            ? $"what stands there{place} is of another type, or beyond its bounds."
            : $"{what}{place}.";
    }
}

/// <summary>Makes pages of inputs from JSON texts; a text that is no input of the task becomes the error of its slot.</summary>
internal sealed class JsonPages<TIn>(TaskDefinition task, TaskOptions options)
{
    internal InputPage? Of(ReadOnlySpan<string> texts)
    {
        var inputs = new PageBuilder<TIn>(task, options, texts.Length);
        foreach (var text in texts)
        {
            Add(text, ref inputs);
        }

        return inputs.Build();
    }

    /// <summary>Why a text is no input of the task; null if it is one.</summary>
    internal string? Refusal(string text) => Parse(text, out _);

    /// <summary>Adds an input, or its fault; returns whether it can be run.</summary>
    internal bool Add(string text, ref PageBuilder<TIn> inputs)
    {
        if (Parse(text, out var input) is { } message)
        {
            inputs.AddFault(new InputFault(PayloadJson.Cut(text), Errors.Cut(message)));
            return false;
        }

        inputs.Add(input!);
        return true;
    }

    private string? Parse(string text, out TIn? input)
    {
        input = default;
        try
        {
            if (typeof(TIn) == typeof(Nothing))
            {
                return null;
            }

            input = JsonSerializer.Deserialize<TIn>(text, PayloadJson.Options);
            return input is null && Nullable.GetUnderlyingType(typeof(TIn)) is null && typeof(TIn).IsValueType
                ? $"null is no input of '{task.Name}', which takes {typeof(TIn).Name}."
                : null;
        }
        catch (Exception e) when (JsonFaults.Are(e))
        {
            return typeof(TIn) == typeof(JsonElement) ? $"The input is no JSON: {JsonFaults.Of(e)}" : $"The input is no {typeof(TIn).Name} in JSON: {JsonFaults.Of(e)}";
        }
    }
}
