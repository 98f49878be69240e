using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Configuration;

public sealed class RuntimeSettingsTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly OwnVariables variables = new();

    private TestConsole Console => new() { Directory = directory.Path, SettingPrefix = variables.Prefix };

    public void Dispose()
    {
        directory.Dispose();
        variables.Dispose();
    }

    [Fact]
    public void Without_a_file_and_variables_the_options_are_the_defaults() =>
        Assert.Equal(new FlyteOptions(), RuntimeSettings.Read(null, Console.Open()));

    [Fact]
    public void A_file_sets_options_of_every_kind_and_leaves_the_others()
    {
        directory.Write("node.json", """
            {
              // A comment.
              "runtime": { "runAhead": 0, /* another */ "cancellationGrace": "01:02:03", "maxThreads": "16", },
            }
            """);
        Assert.Equal(
            new FlyteOptions { RunAhead = 0, CancellationGrace = new TimeSpan(1, 2, 3), MaxThreads = 16 },
            RuntimeSettings.Read("node.json", Console.Open()));
    }

    [Theory]
    [InlineData("00:00:00.25", "00:00:00.2500000")]
    [InlineData("2.00:00:00", "2.00:00:00")]
    public void A_time_may_have_days_and_fractions(string text, string time)
    {
        variables.Set("RUNTIME__CANCELLATIONGRACE", text);
        Assert.Equal(time, RuntimeSettings.Read(null, Console.Open()).CancellationGrace.ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "runtime": {} }""")]
    [InlineData("""{ "Runtime": null }""")]
    public void A_file_may_set_nothing(string json)
    {
        directory.Write("node.json", json);
        Assert.Equal(new FlyteOptions(), RuntimeSettings.Read("node.json", Console.Open()));
    }

    [Fact]
    public void An_environment_variable_goes_before_the_file()
    {
        directory.Write("node.json", """{ "runtime": { "defaultConcurrency": 7, "systemRetries": 3 } }""");
        variables.Set("RUNTIME__DEFAULTCONCURRENCY", "50");
        Assert.Equal(
            new FlyteOptions { DefaultConcurrency = 50, SystemRetries = 3 }, RuntimeSettings.Read("node.json", Console.Open()));
    }

    [Fact]
    public void The_variables_of_the_program_begin_with_its_name() => Assert.Equal(
        "FLYTE__", new NodeConsole { Out = TextWriter.Null, Error = NodeConsole.Plain(TextWriter.Null) }.SettingPrefix);

    [Theory]
    [InlineData("RUNTIME__RUNAHED", "5", "sets RUNTIME:RUNAHED to '5', and there is no such setting.", "Did you mean runtime:runAhead?")]
    [InlineData("NODE__NAME", "", "sets NODE:NAME to '', and there is no such setting.", "The settings are: runtime:")]
    [InlineData("RUNTIME__RUNAHEAD", "many", "sets runtime:runAhead to 'many', which is no whole number", "Write digits alone; the default is 65536.")]
    [InlineData("RUNTIME__RUNAHEAD", "-1", "sets runtime:runAhead to '-1', which is out of range.", "RunAhead is at least 0. The default is 65536.")]
    public void A_bad_variable_is_refused_by_its_own_name(string name, string value, string message, string remedy)
    {
        variables.Set(name, value);
        var error = Assert.Throws<UsageException>(() => RuntimeSettings.Read(null, Console.Open()));
        Assert.StartsWith($"{variables.Prefix}{name} {message}", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(remedy, error.Remedy, StringComparison.Ordinal);
    }
}
