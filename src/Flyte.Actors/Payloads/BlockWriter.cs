using System.Buffers;
using System.Text.Json;

namespace Flyte.Actors.Payloads;

/// <summary>Writes values into blocks. Each thread has one, so that its buffer is made once.</summary>
#pragma warning disable CA1001 // It writes to memory only: there is nothing to give back.
internal sealed class BlockWriter
#pragma warning restore CA1001
{
    [ThreadStatic]
    private static BlockWriter? ofThread;

    private readonly ArrayBufferWriter<byte> buffer = new(PayloadLimits.Block + 4096);
    private readonly Utf8JsonWriter json;
    private int count;

    // The array's brackets and commas are written by hand: what fails is taken back whole.
    private BlockWriter() => json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = PayloadJson.Options.Encoder, SkipValidation = true });

    internal bool IsFull => buffer.WrittenCount >= PayloadLimits.Block;

    /// <summary>The writer of this thread, empty.</summary>
    internal static BlockWriter Rent()
    {
        var writer = ofThread ?? new BlockWriter();
        ofThread = null; // A converter of the user's may come back here while it writes.
        writer.Clear();
        return writer;
    }

    internal void Return()
    {
        if (buffer.Capacity <= 4 * PayloadLimits.Block)
        {
            ofThread = this;
        }
    }

    /// <summary>Writes a value; returns its length in bytes.</summary>
    /// <exception cref="Exception">The value cannot be written, for whatever reason; the block is as it was before.</exception>
    internal int Write<T>(T value)
    {
        var start = buffer.WrittenCount;
        try
        {
            buffer.Write(count == 0 ? "["u8 : ","u8);
            json.Reset();
            JsonSerializer.Serialize(json, value, PayloadJson.Options);
            json.Flush();
        }
        catch
        {
            Reset(start);
            throw;
        }

        count++;
        return buffer.WrittenCount - start - 1;
    }

    /// <summary>Takes back the value that was written last.</summary>
    internal void TakeBack(int size)
    {
        count--;
        Reset(buffer.WrittenCount - size - 1);
    }

    /// <summary>What was written since the last call.</summary>
    internal PayloadBlock Take()
    {
        if (count == 0)
        {
            return PayloadBlock.Empty;
        }

        buffer.Write("]"u8);
        var block = new PayloadBlock(buffer.WrittenSpan.ToArray(), count);
        Clear();
        return block;
    }

    private void Reset(int length)
    {
        json.Reset();
        var kept = buffer.WrittenSpan[..length].ToArray();
        buffer.ResetWrittenCount();
        buffer.Write(kept);
    }

    private void Clear()
    {
        buffer.ResetWrittenCount();
        count = 0;
    }
}
