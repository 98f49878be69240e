namespace Flyte.Actors.Tests.Proof;

/// <summary>The rules that hold of every run, whatever happens to it.</summary>
internal static class SafetyRules
{
    internal static IReadOnlyList<SafetyRule> All { get; } =
    [
        new("once and in order", "Results are shown exactly once for each index, and in order where they are read in the order of the inputs.", ResultRules.OnceAndInOrder),
        new("the function's", "A result is that of the function, or an error that the item or those who stop it have caused.", ResultRules.AreTheFunctions),
        new("not more than N", "Never are more bodies in flight than the concurrency allows.", BodyRules.NeverMoreThanN),
        new("no change", "A result that is recorded or was shown is never another one, whoever reads it again and whenever.", ResultRules.NeverChange),
        new("recorded first", "Nothing is shown, counted or answered before it is recorded.", RecordRules.NothingBeforeItsCommit),
        new("one end", "A run ends once, in one phase, and nothing is recorded after that.", RecordRules.OneEnd),
        new("the end is true", "The end of a run says what has become of it.", RecordRules.TheEndIsTrue),
        new("within the budget", "No item is attempted more often than its budget allows, and no attempt is made twice by one process.", BodyRules.WithinTheBudget),
        new("nothing after the end", "A run or an item that is aborted starts nothing, nor does an item that has ended.", BodyRules.NothingAfterTheEnd),
        new("what is accepted stays", "A run that was started and inputs that were accepted are there from then on, and the runtime's own code does not fail.", RecordRules.AcceptedStays),
        new("removed", "Of a run that is removed nothing is left.", RecordRules.GoesWhenRemoved),
        new("it ends", "Every run ends once nothing fails any more.", history => history.Sights.OfType<Over>().Any(over => !over.HasEnded) ? "the run does not end" : null),
    ];

    internal static SafetyRule Of(string name) => All.Single(rule => rule.Name == name);
}
