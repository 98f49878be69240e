using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Wire;

/// <summary>What nodes tell each other about their tasks.</summary>
internal static class TaskFormat
{
    internal static Proto.DescribeTasks Write(DescribeTasks describe)
    {
        var wire = new Proto.DescribeTasks();
        wire.Tasks.Add(describe.Tasks);
        return wire;
    }

    internal static DescribeTasks Read(Proto.DescribeTasks wire) => new([.. wire.Tasks]);

    internal static Proto.TasksDescribed Write(TasksDescribed described)
    {
        var wire = new Proto.TasksDescribed();
        wire.Tasks.Add(described.Tasks.Select(Write));
        return wire;
    }

    internal static TasksDescribed Read(Proto.TasksDescribed wire) => new([.. wire.Tasks.Select(Read)]);

    private static Proto.TaskDescription Write(TaskDescription task)
    {
        var wire = new Proto.TaskDescription { Name = task.Name, Options = SpecFormat.Write(task.Options) };
        if (task.Input is { } input)
        {
            wire.Input = input;
        }

        if (task.Output is { } output)
        {
            wire.Output = output;
        }

        return wire;
    }

    private static TaskDescription Read(Proto.TaskDescription wire) =>
        new(wire.Name, wire.HasInput ? wire.Input : null, wire.HasOutput ? wire.Output : null, SpecFormat.Read(wire.Options));
}
