-- AlterTable
ALTER TABLE "agreements" ADD COLUMN     "encrypted_client_ip" BYTEA;
