namespace Flyte.Node.Tests.Support;

/// <summary>A stream that gives some bytes, then nothing, and breaks when it is told to.</summary>
internal sealed class BrokenStream(byte[] first) : Stream
{
    private readonly TaskCompletionSource isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int position;

    /// <summary>Ends when all the bytes were taken and more is asked for.</summary>
    internal Task IsRead => isRead.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    internal void Break() => broken.TrySetException(new IOException("The test has broken the stream."));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, first.Length - position);
        if (count == 0)
        {
            isRead.TrySetResult();
            await broken.Task.WaitAsync(cancellationToken);
        }

        first.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
