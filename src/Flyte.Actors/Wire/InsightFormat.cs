using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>What a run tells of itself.</summary>
internal static class InsightFormat
{
    internal static Proto.GetFailures Write(GetFailures get) => new() { Run = get.RunId.Value };

    internal static GetFailures Read(Proto.GetFailures wire) => new(new RunId(wire.Run));

    internal static Proto.FailureList Write(FailureList list)
    {
        var wire = new Proto.FailureList { Run = list.RunId.Value };
        foreach (var group in list.Failures.Groups)
        {
            var written = new Proto.FailureGroup { Code = group.Code, Message = group.Message, Count = group.Count, IsRest = group.IsRest };
            written.Items.Add(group.Items);
            wire.Groups.Add(written);
        }

        return wire;
    }

    internal static FailureList Read(Proto.FailureList wire)
    {
        var groups = new List<FailureGroup>(wire.Groups.Count);
        foreach (var group in wire.Groups)
        {
            groups.Add(new FailureGroup { Code = group.Code, Message = group.Message, Count = group.Count, Items = [.. group.Items], IsRest = group.IsRest });
        }

        return new FailureList(new RunId(wire.Run), new RunFailures { Groups = groups });
    }
}
