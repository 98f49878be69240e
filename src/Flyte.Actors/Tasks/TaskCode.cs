using System.Reflection;

namespace Flyte.Actors.Tasks;

/// <summary>What can be told of a task's code without running it.</summary>
internal sealed class TaskCode(Delegate body)
{
    /// <summary>The names of the body's inputs, in order.</summary>
    internal IReadOnlyList<string> Inputs { get; } = Names(body);

    /// <summary>The body's inputs, in order.</summary>
    internal IReadOnlyList<ParameterInfo> Parameters { get; } = OfMethod(body, Invoked(body));

    /// <summary>Different for every build of the assembly from other sources, and for every method in it.</summary>
    internal string Version { get; } = $"{body.Method.Module.ModuleVersionId:N}/{body.Method.DeclaringType?.FullName}/{body.Method}";

    private static string[] Names(Delegate body)
    {
        var wanted = Invoked(body);
        return [.. OfMethod(body, wanted).Select((p, i) => p.Name ?? wanted[i].Name!)];
    }

    // A method may have more parameters than its delegate: the first is bound then.
    private static ParameterInfo[] OfMethod(Delegate body, ParameterInfo[] wanted)
    {
        var inputs = wanted is [.., { ParameterType: var last }] && (last == typeof(TaskContext) || last == typeof(CancellationToken))
            ? wanted.Length - 1
            : wanted.Length;
        return [.. body.Method.GetParameters().TakeLast(wanted.Length).Take(inputs)];
    }

    private static ParameterInfo[] Invoked(Delegate body) => body.GetType().GetMethod("Invoke")!.GetParameters();
}
