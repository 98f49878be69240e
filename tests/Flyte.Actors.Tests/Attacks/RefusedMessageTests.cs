using Akka.Event;
using Flyte.Actors.Cluster;
using Xunit;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>What is told of a message that could not be read.</summary>
public sealed class RefusedMessageTests
{
    private const string Reader = "akka.tcp://flyte@127.0.0.1:1/system/endpointManager/reliableEndpointWriter-x-1/endpointWriter/endpointReader-akka.tcp%3A%2F%2Fstranger%40127.0.0.1%3A36105-1";

    [Fact]
    public void Who_sent_it_and_why_it_is_refused()
    {
        var refused = RefusedMessage.Of(Said("Deserialization failed for message with serializer id [1]", new FormatException("no\r\n\e[31mgood")))!;

        Assert.Equal("akka.tcp://stranger@127.0.0.1:36105", refused.From);
        Assert.Equal("no   [31mgood", refused.Why);
    }

    [Fact]
    public void However_long_it_is_it_is_short() =>
        Assert.Equal(301, RefusedMessage.Of(Said("Deserialization failed for message", new FormatException(new string('x', 1_000_000))))!.Why.Length);

    [Fact]
    public void Other_warnings_are_none_of_it() => Assert.Null(RefusedMessage.Of(Said("Something else", new FormatException())));

    private static Warning Said(string line, Exception cause) => new(cause, Reader, typeof(RefusedMessageTests), line);
}
