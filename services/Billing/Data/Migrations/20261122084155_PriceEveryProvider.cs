using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Billing.Ledger;

#nullable disable

namespace NanoBanana.Billing.Data.Migrations
{
    /// <inheritdoc />
    public partial class PriceEveryProvider : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(LedgerSql.Read("prices_2"));

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DELETE FROM billing.prices WHERE version = 2;");
    }
}
