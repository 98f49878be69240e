namespace Flyte.Actors.Runs;

/// <content>Attempts at an item that are known of later than at its end.</content>
internal sealed partial class WorkQueue
{
    /// <summary>Notes attempts at an item wherever it is; true when it waited and is out of line now, until <see cref="Ready"/> is called for it.</summary>
    internal bool Charge(int index, AttemptCount made)
    {
        attempts[index] = made;
        if (retrying.Contains(index) || held.Contains(index) || ready.Contains(index))
        {
            return false;
        }

        if (IsInLine(index))
        {
            Postpone(index, made);
            return true;
        }

        var gone = new List<(int First, int Count)>();
        WithdrawReturned(index, index + 1, gone);
        return gone.Count > 0 && retrying.Add(index);
    }
}
