using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Inputs;

/// <summary>An image that a caller sent, as it is kept for the jobs that need it.</summary>
internal sealed class StoredInput
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public string StorageKey { get; init; } = "";
    public string MediaType { get; init; } = "";
    public int Width { get; init; }
    public int Height { get; init; }
    public long Length { get; init; }
    public byte[] Sha256 { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<StoredInput>
    {
        public void Configure(EntityTypeBuilder<StoredInput> input)
        {
            input.ToTable("inputs");
            input.HasKey(static row => row.Id);
            input.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            input.HasIndex(static row => new { row.AccountId, row.CreatedAt, row.Id }, "ix_inputs_account");
            input.HasIndex(static row => row.CreatedAt);
        }
    }
}
