using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>Numbers that follow from prompt and seed alone, the same on every machine and in every version of the runtime.</summary>
internal sealed class Dice
{
    private ulong _state;

    public Dice(string prompt, long seed)
    {
        var text = Encoding.UTF8.GetBytes(prompt);
        var input = new byte[text.Length + sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(input, seed);
        text.CopyTo(input, sizeof(long));
        _state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(input)) | 1;
    }

    /// <summary>From 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)((Next() >> 33) % (uint)count);

    /// <summary>Evenly from <paramref name="low"/> to below <paramref name="high"/>.</summary>
    public float Between(float low, float high) => low + (high - low) * ((Next() >> 40) / (float)(1 << 24));

    private ulong Next()
    {
        // xorshift64*.
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1DUL;
    }
}
