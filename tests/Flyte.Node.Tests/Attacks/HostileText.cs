namespace Flyte.Node.Tests.Attacks;

/// <summary>Texts that nobody means well with.</summary>
internal static class HostileText
{
    /// <summary>For any place that takes a word.</summary>
    internal static readonly string[] Words =
    [
        "", " ", ".", "-", "--", "..", "../..", "../../../../../../etc/passwd", "..\\..\\windows", "/etc/passwd", "file:///etc/passwd", "a/b", "a\0b", "\0",
        "\e[31mred\e[0m", "\e]0;title\a", "\u009b31m", "two\nlines", "two\r\nlines", "tab\tbed", "\u202egpj.exe", "💥", "ä", "\ud800", "\udc00x", "%00", "%2e%2e%2f", "%zz", "%",
        "${jndi:ldap://x}", "{0}", "{{0}}", "%s%n", "[bold]x[/]", "[/]", "'; drop table runs; --", "\"", "'", "\\", "`id`", "$(id)", "<script>alert(1)</script>", "&lt;", "null", "true", "NaN", "Infinity",
        "1e999999", "-1", "0", "99999999999999999999", "2147483648", "-9223372036854775809", "0x10", "1_000", "١", new('x', 5_000), new('é', 3_000),
    ];

    /// <summary>For any place that takes JSON.</summary>
    internal static readonly string[] Json =
    [
        "{", "[", "[1,", "[1 2]", "{\"a\":1,\"a\":2}", "{\"a\"}", "nul", "\"\\ud800\"", "\"\\u0000\"", "\"\0\"", "\"\e[31m\"", "\"\\u001b[31m\"", "1e999999", "-1e999999", "1.7976931348623157e309", "01", "+1", "NaN",
        "[1,2,3]]", "\ufeff[1]", "// no\n[1]", "[1,]", "{\"$type\":\"System.Object\"}", "{\"__proto__\":{}}", Deep('[', ']', 64), Deep('[', ']', 100_000), new('[', 100_000), Deeper(100_000),
        $"[{string.Join(',', Enumerable.Repeat("1e999999", 1_000))}]", $"\"{new string('x', 200_000)}\"", $"[{new string('9', 100_000)}]",
    ];

    private static string Deep(char open, char close, int depth) => new string(open, depth) + new string(close, depth);

    private static string Deeper(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
}
