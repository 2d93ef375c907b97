using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Billing.Ledger;

#nullable disable

namespace NanoBanana.Billing.Data.Migrations
{
    /// <inheritdoc />
    public partial class PriceEveryProvider : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Both take more arguments than before; those of before stay for processes of the version before.
            migrationBuilder.Sql(LedgerSql.Read("place_holds"));
            migrationBuilder.Sql(LedgerSql.Read("settle_holds"));
            migrationBuilder.Sql(LedgerSql.Read("prices_2"));
        }

        /// <summary>The prices only: the functions are always those of the files, and the ledger's first migration drops them all.</summary>
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DELETE FROM billing.prices WHERE version = 2;");
    }
}
