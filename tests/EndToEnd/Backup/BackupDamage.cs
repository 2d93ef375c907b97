using System.Globalization;
using System.Security.Cryptography;

namespace NanoBanana.EndToEnd.Backup;

/// <summary>What disks, transports and people do to a backup.</summary>
internal static class BackupDamage
{
    public static void Do(string backup, string damage)
    {
        var manifest = Path.Combine(backup, "MANIFEST");
        switch (damage)
        {
            case "flipped":
                using (var file = File.Open(Path.Combine(backup, "billing.dump"), FileMode.Open))
                {
                    file.Position = file.Length / 2;
                    var one = file.ReadByte();
                    file.Position--;
                    file.WriteByte((byte)~one);
                }

                break;
            case "shortened":
                using (var file = File.Open(Path.Combine(backup, "generation.dump"), FileMode.Open))
                    file.SetLength(file.Length - 400);
                break;
            case "missing":
                File.Delete(Path.Combine(backup, "keys.dump"));
                break;
            case "unlisted":
                File.WriteAllLines(manifest, File.ReadAllLines(manifest).Where(static line => !line.EndsWith(" keys.dump", StringComparison.Ordinal)));
                break;
            case "unsigned":
                File.Delete(manifest);
                break;
            default:
                File.WriteAllLines(manifest, File.ReadAllLines(manifest)[..^1]);
                break;
        }
    }

    /// <summary>As if it had been written so.</summary>
    public static void Sign(string backup, string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(backup, name));
        var signed = string.Create(CultureInfo.InvariantCulture, $"file {Convert.ToHexStringLower(SHA256.HashData(bytes))} {bytes.Length} {name}");
        var manifest = Path.Combine(backup, "MANIFEST");
        File.WriteAllLines(manifest, File.ReadAllLines(manifest).Select(line => line.EndsWith(" " + name, StringComparison.Ordinal) ? signed : line));
    }
}
