namespace Flyte.Actors.Wire;

/// <summary>Labels, or none at all.</summary>
internal static class LabelFormat
{
    internal static Proto.Labels? Write(IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null)
        {
            return null;
        }

        var wire = new Proto.Labels();
        foreach (var (key, value) in labels)
        {
            wire.Values.Add(key, value);
        }

        return wire;
    }

    internal static Dictionary<string, string>? Read(Proto.Labels? wire) => wire?.Values.ToDictionary(StringComparer.Ordinal);
}
