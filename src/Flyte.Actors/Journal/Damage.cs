namespace Flyte.Actors.Journal;

/// <summary>What is wrong with bytes, as the code that read them found.</summary>
internal static class Damage
{
    /// <summary>The error in words; what is not there is found by its absence.</summary>
    internal static string Of(Exception error) => error is NullReferenceException or ArgumentNullException ? "a part of it is missing" : error.Message;
}
