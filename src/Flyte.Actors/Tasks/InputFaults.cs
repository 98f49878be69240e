namespace Flyte.Actors.Tasks;

/// <summary>An input that could not be read: what stood there, and what is wrong with it.</summary>
internal sealed record InputFault(string Text, string Message);

/// <summary>The few inputs of a page that could not be read; each becomes the error of its own slot.</summary>
internal sealed class InputFaults
{
    private readonly Dictionary<int, InputFault> faults = [];

    internal void Add(int position, InputFault fault) => faults.Add(position, fault);

    internal InputFault? Find(int position) => faults.GetValueOrDefault(position);
}
