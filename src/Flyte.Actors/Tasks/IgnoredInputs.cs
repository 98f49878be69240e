using System.Reflection;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>Which parts of an input's JSON are left out of the key of its result.</summary>
/// <param name="Positions">Elements of the array that several inputs are; null for one input.</param>
/// <param name="Names">Properties of the object that one input is, in UTF-8; null for several inputs.</param>
internal sealed record IgnoredInputs(IReadOnlySet<int>? Positions, IReadOnlyList<byte[]>? Names)
{
    /// <summary>Finds the parts that a cache names; null when it names none.</summary>
    /// <exception cref="ArgumentException">The task has no such input.</exception>
    internal static IgnoredInputs? Of(string task, TaskCode code, Type input, Cache cache)
    {
        if (cache.Ignore.Count == 0)
        {
            return null;
        }

        if (code.Inputs.Count > 1)
        {
            return new IgnoredInputs(cache.Ignore.Select(name => Find(task, name, code.Inputs)).ToHashSet(), Names: null);
        }

        var properties = code.Inputs.Count == 0 ? [] : Properties(input);
        var (written, declared) = (properties.ConvertAll(p => p.Name), properties.ConvertAll(p => (p.AttributeProvider as MemberInfo)?.Name ?? p.Name));
        return new IgnoredInputs(Positions: null, [.. cache.Ignore.Select(name => Encoding.UTF8.GetBytes(
            written[IndexOf(written, name) is >= 0 and var at ? at : Find(task, name, declared)]))]);
    }

    private static List<JsonPropertyInfo> Properties(Type input)
    {
        var type = PayloadJson.Options.GetTypeInfo(input);
        return type.Kind == JsonTypeInfoKind.Object ? [.. type.Properties.Where(p => p.Get is not null)] : [];
    }

    private static int Find(string task, string name, IReadOnlyList<string> inputs) => IndexOf(inputs, name) is >= 0 and var at
        ? at
        : throw new ArgumentException(
            $"The task '{task}' has no input '{name}' that its cache could ignore; {(inputs.Count == 0 ? "it has no inputs with names" : $"it has {string.Join(", ", inputs)}")}.");

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
