namespace Flyte.Actors.Tests.Proof;

/// <summary>The bodies of one program's run, in all processes that have it one after the other.</summary>
internal sealed class ProofBodies(History history)
{
    private readonly Lock gate = new();
    private readonly List<HeldBody> held = [];
    private int begun;
    private int moving;
    private int life;
    private int live;
    private bool isFree;

    /// <summary>Whether a body does anything but wait.</summary>
    internal bool IsMoving => Volatile.Read(ref moving) > 0;

    /// <summary>How many bodies of the present process have begun and are not over.</summary>
    internal int Live => Volatile.Read(ref live);

    /// <summary>What breaks the rules on purpose; null for nothing.</summary>
    internal Sabotage? Sabotage { get; init; }

    /// <summary>Lets so many go on, and returns how many did.</summary>
    internal int Go(int count)
    {
        lock (gate)
        {
            var next = held.Where(body => !body.IsEndless || isFree).Take(count).ToList();
            next.ForEach(body => Move(body, body.Go()));
            return next.Count;
        }
    }

    /// <summary>From now on nobody is held.</summary>
    internal void Free()
    {
        lock (gate)
        {
            isFree = true;
            Go(int.MaxValue);
        }
    }

    /// <summary>The process dies: its bodies do nothing any more.</summary>
    internal void Die()
    {
        lock (gate)
        {
            (life, live) = (life + 1, 0);
            held.Clear();
            history.Add(new Died());
        }
    }

    internal async Task<int> PlayAsync(int input, TaskContext context)
    {
        var body = Begin(input, context, out var born);
        using var stopping = context.CancellationToken.Register(() => Stop(body, born));
        try
        {
            var value = await body.EndAsync(input);
            return Sabotage?.Wrong == context.Index ? value + 1 : value;
        }
        finally
        {
            lock (gate)
            {
                history.Add(new Ended(body.Number));
                moving--;
                live -= born == life ? 1 : 0;
            }
        }
    }

    private HeldBody Begin(int input, TaskContext context, out int born)
    {
        lock (gate)
        {
            born = life;
            live++;
            var body = new HeldBody(begun++, context.Index, history.Program.LetterOf(context.Index, context.Failures));
            history.Add(new Began(body.Number, context.Index, context.Attempt, input));
            held.Add(body);
            if (Sabotage?.Doubled == context.Index)
            {
                history.Add(new Began(begun++, context.Index, context.Attempt, input));
            }

            if (isFree)
            {
                Move(body, body.Go());
            }

            return body;
        }
    }

    private void Stop(HeldBody body, int born)
    {
        lock (gate)
        {
            if (born != life || !held.Contains(body))
            {
                return;
            }

            if (body.IsDeaf)
            {
                history.Add(new Deaf(body.Number));
            }
            else
            {
                Move(body, body.Stop());
            }
        }
    }

    private void Move(HeldBody body, bool isMoved)
    {
        held.Remove(body);
        moving += isMoved ? 1 : 0;
    }
}
