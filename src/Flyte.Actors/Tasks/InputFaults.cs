namespace Flyte.Actors.Tasks;

/// <summary>An input that cannot be run: what stood there, and what is wrong with it.</summary>
internal sealed record InputFault(string? Text, string Message, string Code = ErrorCodes.InvalidInput)
{
    /// <summary>The most bytes that it takes when it is recorded.</summary>
    internal int Bytes => 3 * (16 + Message.Length + (Text?.Length ?? 0));
}

/// <summary>The few inputs of a page that cannot be run; each becomes the error of its own slot.</summary>
internal sealed class InputFaults
{
    private readonly Dictionary<int, InputFault> faults;

    internal InputFaults() => faults = [];

    private InputFaults(Dictionary<int, InputFault> faults) => this.faults = faults;

    internal void Add(int position, InputFault fault) => faults.Add(position, fault);

    internal InputFault? Find(int position) => faults.GetValueOrDefault(position);

    internal InputFaults Copy() => new(new Dictionary<int, InputFault>(faults));
}
