using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flyte.Actors.Payloads;

/// <summary>What is known of a type before any value of it is seen.</summary>
internal enum PayloadTrust
{
    /// <summary>Every value can be written: no need to try.</summary>
    Proven,

    /// <summary>Some values may not be writable (cycles, open types, code in properties): each one is tried.</summary>
    Checked,

    /// <summary>No value can be written.</summary>
    Refused,
}

/// <summary>
/// Tells which values can leave the process. Payloads stay live objects inside one, yet what could not be journaled or sent
/// is an error there too, so that a task behaves alike everywhere.
/// </summary>
internal static class PayloadContract
{
    private static readonly HashSet<Type> Scalars =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Guid), typeof(byte[]),
    ];

    private static readonly HashSet<Type> Lists =
    [
        typeof(List<>), typeof(IList<>), typeof(IReadOnlyList<>), typeof(ICollection<>), typeof(IReadOnlyCollection<>),
        typeof(HashSet<>), typeof(ISet<>), typeof(Queue<>), typeof(LinkedList<>),
    ];

    private static readonly HashSet<Type> Maps = [typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)];

    private static readonly Type[] Never =
    [
        typeof(Delegate), typeof(Type), typeof(MemberInfo), typeof(System.Threading.Tasks.Task), typeof(Stream), typeof(Exception),
        typeof(CancellationToken), typeof(Thread), typeof(WaitHandle), typeof(nint), typeof(nuint),
    ];

    internal static PayloadTrust Of(Type type) => Of(type, []);

    /// <summary>Why a value cannot be written as JSON, or null if it can.</summary>
    internal static string? Refusal<T>(T value)
    {
        try
        {
            JsonSerializer.Serialize(Stream.Null, value, PayloadJson.Options);
            return null;
        }
#pragma warning disable CA1031 // A converter or a property of the user's may throw anything; all of it means: not writable.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static PayloadTrust Of(Type type, HashSet<Type> above)
    {
        if (type.IsPointer || type.IsByRefLike || Never.Any(never => never.IsAssignableFrom(type)))
        {
            return PayloadTrust.Refused;
        }

        if (type.IsPrimitive || type.IsEnum || Scalars.Contains(type))
        {
            return PayloadTrust.Proven;
        }

        if (!above.Add(type))
        {
            return PayloadTrust.Checked;
        }

        var trust = Parts(type) is { } parts
            ? parts.Select(part => Of(part, above)).DefaultIfEmpty(PayloadTrust.Proven).Max()
            : PayloadTrust.Checked;
        above.Remove(type);
        return trust;
    }

    private static IEnumerable<Type>? Parts(Type type)
    {
        if (type.IsArray)
        {
            return type.GetArrayRank() == 1 ? [type.GetElementType()!] : null;
        }

        if (type.IsGenericType)
        {
            var definition = type.GetGenericTypeDefinition();
            var arguments = type.GetGenericArguments();
            if (definition == typeof(Nullable<>) || Lists.Contains(definition) || typeof(ITuple).IsAssignableFrom(type) && type.IsValueType)
            {
                return arguments;
            }

            if (Maps.Contains(definition))
            {
                return arguments[0] == typeof(string) || arguments[0].IsPrimitive ? arguments : null;
            }
        }

        return IsPlain(type) ? type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.PropertyType) : null;
    }

    // Auto-properties only: a getter with code in it may throw.
    private static bool IsPlain(Type type) =>
        (type.IsSealed || type.IsValueType)
        && !type.IsDefined(typeof(JsonConverterAttribute))
        && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type)
        && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true
        && type.GetProperties(BindingFlags.Public | BindingFlags.Instance).All(p =>
            p.GetIndexParameters().Length == 0
            && p.GetMethod?.IsDefined(typeof(CompilerGeneratedAttribute)) == true
            && !p.IsDefined(typeof(JsonConverterAttribute)));
}
