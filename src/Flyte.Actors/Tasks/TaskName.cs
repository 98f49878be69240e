using System.Text.RegularExpressions;

namespace Flyte.Actors.Tasks;

/// <summary>The names that Flyte accepts for environments, tasks and groups.</summary>
internal static partial class TaskName
{
    internal static string Environment(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return EnvironmentPattern().IsMatch(name)
            ? name
            : throw new ArgumentException(
                $"'{name}' is no environment name: use lower-case letters and digits, in parts joined by single '_' or '-', such as 'my_env'.",
                nameof(name));
    }

    internal static string Function(string environment, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FunctionPattern().IsMatch(name)
            ? $"{environment}.{name}"
            : throw new ArgumentException(
                $"'{name}' is no task name: use letters, digits and '_', not beginning with a digit, such as 'process_item'.",
                nameof(name));
    }

    internal static string? Group(string? name) =>
        name is null || GroupPattern().IsMatch(name)
            ? name
            : throw new ArgumentException(
                $"'{name}' is no group name: use letters, digits, '_', '-' and '.', beginning with a letter or digit.",
                nameof(name));

    [GeneratedRegex(@"^[a-z0-9]+([_-][a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnvironmentPattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FunctionPattern();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupPattern();
}
