using Flyte.Actors.Journal;
using Google.Protobuf;
using Xunit;

namespace Flyte.Actors.Tests.Journal;

/// <summary>How results are cached is recorded with the options of a task.</summary>
public sealed class CacheFormatTests
{
    private static readonly Cache Full = Cache.Override with { Version = "v2", Ignore = ["a", "B"], TimeToLive = TimeSpan.FromTicks(300) };

    public static TheoryData<string, string> Written => new()
    {
        { "none", "" },
        { "auto", "52020801" },
        { "full", "520F0802120276321A01611A014220AC02" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void The_bytes_of_a_cache_never_change(string which, string bytes)
    {
        var options = TaskOptions.Default with { Cache = which switch { "auto" => Cache.Auto, "full" => Full, _ => Cache.Disabled } };

        var wire = SpecFormat.Write(options);

        Assert.Equal(bytes, Convert.ToHexString(wire?.ToByteArray() ?? []));
        Assert.Equal(options, SpecFormat.Read(wire is null ? null : Flyte.Actors.Journal.Wire.Options.Parser.ParseFrom(Convert.FromHexString(bytes))));
    }
}
