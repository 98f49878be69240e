using Flyte.Actors;
using Flyte.Node.Output;

namespace Flyte.Node.Tests.Output;

public sealed class TypeNameTests
{
    [Theory]
    [InlineData(typeof(int), "int")]
    [InlineData(typeof(string[]), "string[]")]
    [InlineData(typeof(int[,]), "int[,]")]
    [InlineData(typeof(double?), "double?")]
    [InlineData(typeof((string[], int)), "(string[], int)")]
    [InlineData(typeof(List<Dictionary<string, long>>), "List<Dictionary<string, long>>")]
    [InlineData(typeof(Nothing), "-")]
    [InlineData(typeof(Uri), "Uri")]
    public void Types_are_written_as_in_code(Type type, string expected) => Assert.Equal(expected, TypeName.Of(type));
}
