namespace NanoBanana.Testing.Emulators;

/// <summary>Who may use the emulator, and which bucket it has.</summary>
/// <param name="AccessKey">The id of the one key it knows.</param>
/// <param name="SecretKey">That key's secret.</param>
/// <param name="Bucket">The one bucket there is.</param>
public sealed record S3EmulatorOptions(string AccessKey = "emulator-access-key", string SecretKey = "emulator-secret-key", string Bucket = "images")
{
    /// <summary>Whose clock decides about skew and expiry.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>One object.</summary>
/// <param name="Bytes">As they arrived.</param>
/// <param name="ContentType">As it was declared.</param>
/// <param name="ETag">The MD5 of the bytes in quotes, as S3 makes it for a single part.</param>
/// <param name="LastModified">When it was put.</param>
public sealed record S3Object(ReadOnlyMemory<byte> Bytes, string ContentType, string ETag, DateTimeOffset LastModified);
