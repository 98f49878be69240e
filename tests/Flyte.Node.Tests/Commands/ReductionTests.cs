using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

[Collection(RuntimeTests.Name)]
public sealed class ReductionTests(RuntimeFixture runtime)
{
    [Fact]
    public async Task Only_the_reduced_result_is_printed()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "--items", "[1,2,3]", "--reduce", "test.sum");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["12"], console.OutLines);
    }

    [Fact]
    public async Task Verbose_prints_the_results_too()
    {
        var (_, console) = await runtime.RunAsync("run", "double", "1", "2", "--reduce", "sum", "--verbose");
        Assert.Equal(["2", "4", "6"], console.OutLines);
    }

    [Fact]
    public async Task A_single_input_is_reduced_as_well()
    {
        var (_, console) = await runtime.RunAsync("run", "double", "4", "--reduce", "sum");
        Assert.Equal(["8"], console.OutLines);
    }

    [Fact]
    public async Task Failed_items_are_left_out_and_still_count_as_failed()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "--items", "[1,-2,3]", "--reduce", "sum");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(["8"], console.OutLines);
        Assert.Contains("-2 is negative", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_items_reduce_the_empty_array()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "--items", "[]", "--reduce", "sum");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["0"], console.OutLines);
    }

    [Fact]
    public async Task A_failed_reduction_is_an_error()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "--items", "[]", "--reduce", "sum_or_fail");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Empty(console.Out);
        Assert.Contains("error: the reduction by test.sum_or_fail failed: InvalidDataException: nothing to sum", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ended_early_is_not_reduced()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "--items", "[-1]", "--reduce", "sum", "--fail-fast");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Empty(console.Out);
    }
}
