using System.Globalization;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Proof;

/// <summary>
/// Whole runs against their rules: what a random program does to the real actors, with a journal that fails, is seen from outside.
/// <c>FLYTE_TEST_PROGRAMS</c> says how many programs there are, <c>FLYTE_TEST_SEED</c> the seed of the first one.
/// </summary>
public sealed class ProgramTests
{
    private const int Programs = 2000;

    [Fact]
    public async Task Whatever_a_program_does_the_rules_hold_and_the_run_ends()
    {
        var first = Setting("FLYTE_TEST_SEED", 0);
        var seeds = Enumerable.Range(first, Setting("FLYTE_TEST_PROGRAMS", Programs));
        var fault = await ProgramRunner.FindAsync(seeds.Select(seed => ($"Seed {seed}", RandomProgram.Draw(seed))));
        Assert.True(fault is null, fault);
    }

    [Fact]
    public async Task What_was_found_once_stays_mended()
    {
        var fault = await ProgramRunner.FindAsync(Regressions.All.Select(regression => (regression.Name, RunProgram.Parse(regression.Program))));
        Assert.True(fault is null, fault);
    }

    [Fact]
    public void A_seed_is_one_program_and_what_is_printed_of_it_is_read_as_it_was()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var program = RandomProgram.Draw(seed);
            Assert.Equal(program.ToString(), RunProgram.Parse(program.ToString()).ToString());
            Assert.Equal(program.ToString(), RandomProgram.Draw(seed).ToString());
        }
    }

    [Fact]
    public void The_programs_do_all_that_may_happen()
    {
        var programs = Enumerable.Range(0, 500).Select(RandomProgram.Draw).ToList();
        Assert.All(Enum.GetValues<Deed>(), deed => Assert.Contains(programs, program => program.Has(deed)));
        Assert.All("sfhgb", letter => Assert.Contains(programs, program => program.Items.Any(script => script.Contains(letter, StringComparison.Ordinal))));
        Assert.All(
            Enum.GetValues<Fault>().Where(fault => fault is not (Fault.None or Fault.IsLost)),
            fault => Assert.Contains(programs, program => program.Steps.Any(step => step.What == Deed.Fault && step.B == (int)fault)));
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
