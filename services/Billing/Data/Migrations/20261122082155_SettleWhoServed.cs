using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Billing.Ledger;

#nullable disable

namespace NanoBanana.Billing.Data.Migrations
{
    /// <inheritdoc />
    public partial class SettleWhoServed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Both take more arguments than before; those of before stay for processes of the version before.
            migrationBuilder.Sql(LedgerSql.Read("place_holds"));
            migrationBuilder.Sql(LedgerSql.Read("settle_holds"));
        }

        /// <summary>Nothing: the functions are always those of the files, and the ledger's first migration drops them all.</summary>
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
