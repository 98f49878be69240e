namespace Flyte.Node.Commands;

/// <summary>Quotes arguments, so that a shell gives them back as they are.</summary>
internal static class ShellWord
{
    private const string Plain = "-_./:=@%+,";

    internal static string Of(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal)) ? argument
        : OperatingSystem.IsWindows() ? $"\"{argument.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    internal static string Join(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Of));
}
