using System.Globalization;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>
/// Bytes that nobody should send, drawn from a seed. FLYTE_TEST_FUZZ is how many cases of each kind there are, FLYTE_TEST_FUZZ_SEED the
/// seed, which is said where a case fails.
/// </summary>
internal sealed class Fuzz(IReadOnlyList<byte[]> samples, int seed)
{
    private const int Usual = 400;
    private const int MostBytes = 64 * 1024;

    private static readonly byte[][] Lengths =
    [
        [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x80, 0x80, 0x80, 0x80, 0x08], [0xFF, 0x7F], [0],
    ];

    private readonly Random random = new(seed);

    internal static int Cases { get; } = Read("FLYTE_TEST_FUZZ", Usual);

    internal static int Seed { get; } = Read("FLYTE_TEST_FUZZ_SEED", 1);

    internal int Next(int end) => random.Next(end);

    internal int Next(int first, int end) => random.Next(first, end);

    /// <summary>A sample, damaged in one way or in several, or bytes of no sample.</summary>
    internal byte[] Draw()
    {
        var bytes = samples[random.Next(samples.Count)];
        for (var turns = random.Next(1, 4); turns > 0; turns--)
        {
            bytes = Damaged(bytes);
        }

        return bytes.Length <= MostBytes ? bytes : bytes[..MostBytes];
    }

    private byte[] Damaged(byte[] bytes)
    {
        var at = random.Next(bytes.Length + 1);
        return random.Next(9) switch
        {
            0 => Flipped(bytes),
            1 => bytes[..at],
            2 => [.. bytes[..at], .. Part()],
            3 => [.. bytes[..at], .. Part(), .. bytes[at..]],
            4 => [.. bytes[..at], .. Lengths[random.Next(Lengths.Length)], .. bytes[Math.Min(bytes.Length, at + 1)..]],
            5 => [.. bytes, .. bytes],
            6 => Nested(bytes, random.Next(1, 2_000)),
            7 => Noise(random.Next(200)),
            _ => [.. bytes[at..], .. bytes[..at]],
        };
    }

    private byte[] Flipped(byte[] bytes)
    {
        byte[] flipped = [.. bytes];
        for (var i = random.Next(1, 9); i > 0 && flipped.Length > 0; i--)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }

    private byte[] Part()
    {
        var other = samples[random.Next(samples.Count)];
        return other[random.Next(other.Length + 1)..];
    }

    // As protobuf has it: a field of bytes, in a field of bytes, in a field of bytes.
    private byte[] Nested(byte[] bytes, int depth)
    {
        var tag = (byte)((random.Next(1, 16) << 3) | 2);
        for (; depth > 0 && bytes.Length < MostBytes; depth--)
        {
            List<byte> length = [];
            for (var rest = (uint)bytes.Length; length.Count == 0 || rest > 0; rest >>= 7)
            {
                length.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80u : 0)));
            }

            bytes = [tag, .. length, .. bytes];
        }

        return bytes;
    }

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static int Read(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;
}
