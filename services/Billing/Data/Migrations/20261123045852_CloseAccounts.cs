using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Billing.Ledger;

#nullable disable

namespace NanoBanana.Billing.Data.Migrations
{
    /// <inheritdoc />
    public partial class CloseAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var name in (string[])["change_tier", "close_account", "tier_closed"])
                migrationBuilder.Sql(LedgerSql.Read(name));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The functions stay: the version before calls neither way, and the first migration drops what it has made.
            migrationBuilder.Sql("UPDATE billing.accounts SET tier = 'free' WHERE tier = 'closed'; DELETE FROM billing.tiers WHERE name = 'closed'");
        }
    }
}
